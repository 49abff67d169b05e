package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.driver.Request;
import dev.heddle.netty.NettyServer;
import dev.heddle.permessagedeflate.PermessageDeflate;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Our server with permessage-deflate, and the clients ws and faye-websocket of npm. */
class CompressingServerTest {

    private static @Nullable ChildProcess clients;
    private static int connections;

    @BeforeAll
    static void startClients(@TempDir Path directory) throws Exception {
        Path messages = directory.resolve("messages.txt");
        DeflateMessages.write(messages);
        clients = ChildProcess.start(Tools.node("deflate-client.mjs", messages.toString()));
        clients.awaitOut("Ready"::equals);
    }

    @AfterAll
    static void stopClients() {
        if (clients != null) {
            clients.close();
        }
    }

    static Stream<DeflatePair> pairs() {
        return DeflatePair.all();
    }

    @Tag("PMD-005")
    @Tag("PMD-008")
    @Tag("PMD-009")
    @Tag("PMD-012")
    @Tag("PMD-013")
    @Tag("PMD-015")
    @Tag("PMD-021")
    @Tag("SEC-11")
    @ParameterizedTest
    @MethodSource("pairs")
    void clientThatOffersGetsEachMessageBack(DeflatePair pair) throws Exception {
        Set<String> offer = pair.peer().offer(pair.theirs());
        Set<String> response = DeflatePeer.HEDDLE.response(offer, pair.ours());
        CompletableFuture<Request> asked = new CompletableFuture<>();
        CompletableFuture<WebSocket> opened = new CompletableFuture<>();
        try (PermessageDeflate deflate = deflate(DeflatePeer.HEDDLE.options(pair.ours(), true));
                NettyServer server = server(deflate, asked, opened)) {
            String options = pair.peer().options(pair.theirs(), false);
            JsonNode told = converse(pair.peer(), options, DeflateMessages.of(pair.whole()), server.url());
            assertThat(told.path("error").asText()).isEmpty();
            String header = asked.join().headers().joined("Sec-WebSocket-Extensions");
            assertThat(DeflatePeer.parameters(header)).isEqualTo(offer);
            assertThat(DeflatePeer.parameters(told.get("response").asText())).isEqualTo(response);
            assertThat(opened.join().extensions())
                    .isEqualTo(told.get("response").asText());
            if (pair.whole()) {
                assertThat(told.get("read").asLong()).as("bytes sent by us").isLessThan(DeflateMessages.compressed());
                assertThat(told.get("written").asLong())
                        .as("bytes sent by the peer")
                        .isLessThan(DeflateMessages.compressed());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WS", "FAYE"})
    void clientWithoutCompressionGetsEachMessageBackAsItIs(DeflatePeer peer) throws Exception {
        CompletableFuture<WebSocket> opened = new CompletableFuture<>();
        try (PermessageDeflate deflate = deflate("");
                NettyServer server = server(deflate, new CompletableFuture<>(), opened)) {
            JsonNode told = converse(peer, "false", DeflateMessages.ALL, server.url());
            assertThat(told.path("error").asText()).isEmpty();
            assertThat(told.has("response")).isFalse();
            assertThat(opened.join().extensions()).isEmpty();
            assertThat(told.get("read").asLong()).isGreaterThan(DeflateMessages.compressed());
            assertThat(told.get("written").asLong()).isGreaterThan(DeflateMessages.compressed());
        }
    }

    private static PermessageDeflate deflate(String options) {
        return PermessageDeflate.builder().setAll(options).build();
    }

    private static NettyServer server(
            PermessageDeflate deflate, CompletableFuture<Request> asked, CompletableFuture<WebSocket> opened)
            throws IOException {
        NettyServer.Builder builder = NettyServer.builder()
                .port(0)
                .threads(1)
                .options(WebSocketOptions.builder().extensions(deflate).build())
                .listener(request -> {
                    asked.complete(request);
                    return new Echo(opened);
                });
        return builder.start();
    }

    private static JsonNode converse(DeflatePeer peer, String options, List<Object> messages, String url)
            throws Exception {
        ChildProcess process = Objects.requireNonNull(clients);
        int id = ++connections;
        process.type("{\"id\":" + id + ",\"client\":\"" + peer.name().toLowerCase(Locale.ROOT) + "\",\"url\":\"" + url
                + "\",\"count\":" + messages.size() + ",\"options\":" + options + "}");
        return new ObjectMapper().readTree(process.awaitOut(line -> line.startsWith("{\"id\":" + id + ",")));
    }

    /** Sends every message back; what all of them take together, fits its queue. */
    private record Echo(CompletableFuture<WebSocket> opened) implements WebSocketListener {

        @Override
        public void onOpen(WebSocket socket) {
            opened.complete(socket);
        }

        @Override
        public void onText(WebSocket socket, String message) {
            socket.send(message);
        }

        @Override
        public void onBinary(WebSocket socket, ByteBuffer message) {
            socket.send(message);
        }
    }
}
