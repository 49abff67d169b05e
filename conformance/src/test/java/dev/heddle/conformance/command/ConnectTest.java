package dev.heddle.conformance.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.interop.Recorder;
import dev.heddle.driver.Request;
import dev.heddle.netty.NettyServer;
import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code heddle connect} sends, prints, and returns as its status. */
class ConnectTest {

    @Tag("SEC-50")
    @ParameterizedTest
    @CsvSource({"1000, 0", "3000, 3", "4999, 3"})
    void closeByTheServerEndsTheCommandAtOnce(int code, int status) throws Exception {
        try (NettyServer server = server(onOpen(socket -> socket.close(code, "that's all")));
                ChildProcess client = HeddleConnect.start("", server.url())) {
            ChildProcess.Result result = client.result();
            assertThat(result.err()).last().isEqualTo("Closed with " + code + ", reason: that's all");
            assertThat(result.status()).isEqualTo(status);
        }
    }

    @Test
    void serverThatGoesAwayIsNoFailure() throws Exception {
        try (NettyServer server = server(new WebSocketListener() {});
                ChildProcess client = HeddleConnect.start("", server.url())) {
            client.awaitErr(line -> line.startsWith("Connected"));
            server.shutdown(Duration.ofSeconds(2)).toCompletableFuture().join();
            ChildProcess.Result result = client.result();
            assertThat(result.err()).last().isEqualTo("Closed with 1001");
            assertThat(result.status()).isZero();
        }
    }

    @Test
    void codeThatWasAskedForIsSentAndIsNoFailure() throws Exception {
        Recorder events = new Recorder();
        try (NettyServer server = server(events)) {
            ChildProcess.Result result = HeddleConnect.run(List.of(), "--close", "3001", server.url());
            assertThat(events.close())
                    .extracting(CloseEvent::code, CloseEvent::reason, CloseEvent::wasClean)
                    .containsExactly(3001, "", true);
            assertThat(result.err()).last().isEqualTo("Closed with 3001");
            assertThat(result.status()).isZero();
        }
    }

    @Tag("WS-008")
    @Test
    void portThatNobodyListensOnIsAFailureInTwoLines() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        ChildProcess.Result result = HeddleConnect.run(List.of(), "ws://127.0.0.1:" + port + "/");
        assertThat(result.err()).hasSize(2);
        assertThat(result.err().get(0)).contains("127.0.0.1:" + port).contains("refused");
        assertThat(result.err().get(1)).startsWith("Closed with 1006 (not clean)");
        assertThat(result.status()).isEqualTo(1);
    }

    @Tag("WS-008")
    @Test
    void nameThatNobodyKnowsIsAFailure() throws Exception {
        // A list of hosts keeps the JVM from asking the network.
        ChildProcess.Result result =
                HeddleConnect.run("-Djdk.net.hosts.file=/dev/null", List.of(), "ws://nowhere.invalid/");
        assertThat(result.err()).hasSize(2);
        assertThat(result.err().get(0)).contains("nowhere.invalid");
        assertThat(result.status()).isEqualTo(1);
    }

    @Tag("WS-115")
    @Test
    void connectionThatBreaksIsAFailure() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ChildProcess client = HeddleConnect.start("", "ws://127.0.0.1:" + listening.getLocalPort() + "/")) {
            try (Socket socket = listening.accept()) {
                socket.setSoLinger(true, 0);
            }
            ChildProcess.Result result = client.result();
            assertThat(result.err()).last().asString().startsWith("Closed with 1006 (not clean)");
            assertThat(result.status()).isEqualTo(1);
        }
    }

    @Tag("H2-005")
    @Test
    void http2IsSpokenWhereItIsAskedFor() throws Exception {
        CompletableFuture<Request> asked = new CompletableFuture<>();
        NettyServer.Builder builder = NettyServer.builder().port(0).http2(true).listener(request -> {
            asked.complete(request);
            return new WebSocketListener() {};
        });
        try (NettyServer server = builder.start()) {
            ChildProcess.Result result = HeddleConnect.run(List.of("Hello"), "--http2", server.url());
            assertThat(asked.join().version()).isEqualTo("HTTP/2");
            assertThat(result.err())
                    .containsExactly("Connected to " + server.url() + " over HTTP/2", "Closed with 1000");
            assertThat(result.status()).isZero();
        }
    }

    @Test
    void headersAndSubprotocolsAreSent() throws Exception {
        CompletableFuture<Request> asked = new CompletableFuture<>();
        NettyServer.Builder builder = NettyServer.builder()
                .port(0)
                .options(WebSocketOptions.builder()
                        .driver(driver -> driver.protocols(List.of("b")))
                        .build())
                .listener(request -> {
                    asked.complete(request);
                    return new WebSocketListener() {};
                });
        try (NettyServer server = builder.start()) {
            ChildProcess.Result result = HeddleConnect.run(
                    List.of(),
                    "--header",
                    "X-Name: a value: with a colon",
                    "--header=Authorization: Basic eDp5",
                    "--subprotocol",
                    "a",
                    "--subprotocol",
                    "b",
                    server.url());
            assertThat(asked.join().headers().first("X-Name")).isEqualTo("a value: with a colon");
            assertThat(asked.join().headers().first("Authorization")).isEqualTo("Basic eDp5");
            assertThat(asked.join().headers().joined("Sec-WebSocket-Protocol")).isEqualTo("a, b");
            assertThat(result.err())
                    .containsExactly("Connected to " + server.url() + ", subprotocol b", "Closed with 1000");
            assertThat(result.status()).isZero();
        }
    }

    @Tag("WS-085")
    @Test
    void messagesAreStillPrintedAfterTheEndOfTheInput() throws Exception {
        List<String> answers =
                IntStream.range(0, 2000).mapToObj(i -> "Answer " + i).toList();
        WebSocketListener listener = new WebSocketListener() {
            @Override
            public void onText(WebSocket socket, String message) {
                answers.forEach(socket::send);
            }
        };
        try (NettyServer server = server(listener)) {
            ChildProcess.Result result = HeddleConnect.run(List.of("a question"), server.url());
            assertThat(result.out()).isEqualTo(answers);
            assertThat(result.status()).isZero();
        }
    }

    @Test
    void linesAreSentAsTextOrAsBinary() throws Exception {
        Recorder events = new Recorder();
        try (NettyServer server = server(events)) {
            HeddleConnect.run(List.of("Grüße"), server.url());
            assertThat(events.message()).isEqualTo("Grüße");
            HeddleConnect.run(List.of("Grüße"), "--binary", server.url());
            assertThat(events.message()).isEqualTo(ByteBuffer.wrap("Grüße".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Tag("SEC-51")
    @Test
    void pingsAreSentAsOftenAsAskedFor() throws Exception {
        Recorder events = new Recorder();
        try (NettyServer server = server(events);
                ChildProcess client = HeddleConnect.start("", "--ping", "1", server.url())) {
            assertThat(events.ping()).isEqualTo("1");
            assertThat(events.ping()).isEqualTo("2");
            client.endInput();
            assertThat(client.result().status()).isZero();
        }
    }

    private static WebSocketListener onOpen(Consumer<WebSocket> action) {
        return new WebSocketListener() {
            @Override
            public void onOpen(WebSocket socket) {
                action.accept(socket);
            }
        };
    }

    private static NettyServer server(WebSocketListener listener) throws IOException {
        return NettyServer.builder().port(0).listener(request -> listener).start();
    }
}
