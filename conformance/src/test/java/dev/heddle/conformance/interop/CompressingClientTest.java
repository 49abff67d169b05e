package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.netty.NettyClient;
import dev.heddle.permessagedeflate.PermessageDeflate;
import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketOptions;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Our client with permessage-deflate, and the servers ws and faye-websocket of npm. */
class CompressingClientTest {

    private static @Nullable ChildProcess servers;
    private static String url = "";
    private static int connections;

    @BeforeAll
    static void startServers() throws Exception {
        servers = ChildProcess.start(Tools.node("deflate-server.mjs"));
        url = servers.awaitOut(line -> line.startsWith("ws:"));
    }

    @AfterAll
    static void stopServers() {
        if (servers != null) {
            servers.close();
        }
    }

    static Stream<DeflatePair> pairs() {
        return DeflatePair.all();
    }

    @Tag("PMD-001")
    @Tag("PMD-010")
    @Tag("PMD-012")
    @Tag("PMD-016")
    @Tag("PMD-021")
    @Tag("SEC-11")
    @ParameterizedTest
    @MethodSource("pairs")
    void serverThatAgreesGivesEachMessageBack(DeflatePair pair) throws Exception {
        Set<String> offer = DeflatePeer.HEDDLE.offer(pair.ours());
        Set<String> response = pair.peer().response(offer, pair.theirs());
        int id = ++connections;
        Recorder events = new Recorder();
        try (PermessageDeflate deflate = deflate(DeflatePeer.HEDDLE.options(pair.ours(), false));
                NettyClient client = client(deflate)) {
            var connected = client.connect(target(id, pair.peer(), pair.peer().options(pair.theirs(), true)), events);
            if (response == null) {
                events.close();
                assertThat(events.errors()).hasSize(1);
                assertThat(events.errors().get(0)).hasMessageContaining("Unexpected response code: 400");
            } else {
                WebSocket socket = Recorder.await(connected);
                assertThat(DeflatePeer.parameters(socket.extensions())).isEqualTo(response);
                echo(socket, events, DeflateMessages.of(pair.whole()));
            }
        }
        JsonNode told = told(id);
        assertThat(DeflatePeer.parameters(told.get("offer").asText())).isEqualTo(offer);
        if (pair.whole() && response != null) {
            assertThat(told.get("read").asLong()).as("bytes sent by us").isLessThan(DeflateMessages.compressed());
            assertThat(told.get("written").asLong())
                    .as("bytes sent by the peer")
                    .isLessThan(DeflateMessages.compressed());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WS", "FAYE"})
    void serverWithoutCompressionGivesEachMessageBackAsItIs(DeflatePeer peer) throws Exception {
        int id = ++connections;
        Recorder events = new Recorder();
        try (PermessageDeflate deflate = deflate("");
                NettyClient client = client(deflate)) {
            WebSocket socket = Recorder.await(client.connect(target(id, peer, "false"), events));
            assertThat(socket.extensions()).isEmpty();
            echo(socket, events, DeflateMessages.ALL);
        }
        JsonNode told = told(id);
        assertThat(told.get("read").asLong()).isGreaterThan(DeflateMessages.compressed());
        assertThat(told.get("written").asLong()).isGreaterThan(DeflateMessages.compressed());
    }

    private static PermessageDeflate deflate(String options) {
        return PermessageDeflate.builder().setAll(options).build();
    }

    private static NettyClient client(PermessageDeflate deflate) {
        return NettyClient.builder()
                .threads(1)
                .options(WebSocketOptions.builder().extensions(deflate).build())
                .build();
    }

    private static String target(int id, DeflatePeer peer, String options) {
        return url + "/" + peer.name().toLowerCase(Locale.ROOT) + "?id=" + id + "&options="
                + URLEncoder.encode(options, StandardCharsets.UTF_8);
    }

    private static void echo(WebSocket socket, Recorder events, List<Object> messages) throws InterruptedException {
        for (Object message : messages) {
            assertThat(message instanceof String text ? socket.send(text) : socket.send((ByteBuffer) message))
                    .isTrue();
        }
        for (int i = 0; i < messages.size(); i++) {
            assertThat(events.message().equals(messages.get(i)))
                    .as("echo of message %d is the same", i)
                    .isTrue();
        }
        assertThat(socket.close(1000, "")).isTrue();
        assertThat(events.close())
                .extracting(CloseEvent::code, CloseEvent::reason, CloseEvent::wasClean)
                .containsExactly(1000, "", true);
        assertThat(events.errors()).isEmpty();
    }

    private static JsonNode told(int id) throws Exception {
        ChildProcess process = Objects.requireNonNull(servers);
        return new ObjectMapper().readTree(process.awaitOut(line -> line.startsWith("{\"id\":" + id + ",")));
    }
}
