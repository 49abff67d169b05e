package dev.heddle.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.driver.Response;
import dev.heddle.websocket.Decision;
import dev.heddle.websocket.EventSourceListener;
import dev.heddle.websocket.HostPolicy;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server's end, and its health check. */
class SocketShutdownTest {

    private static final String GOING_AWAY = "880203e9";
    private static final String CLOSE = "\u0088\u0082\0\0\0\0\u0003\u00e9";

    @Tag("WS-117")
    @Test
    void serverThatStopsRefusesNewOnesUntilTheLastHasGone() throws Exception {
        SocketServer server = server();
        int port = server.port();
        CompletableFuture<Void> stopped;
        try (RawPeer slow = RawPeer.open(port);
                RawPeer unfinished = RawPeer.connect(port)) {
            stopped = server.shutdown(Duration.ofHours(1)).toCompletableFuture();
            assertThat(slow.readHex(4)).isEqualTo(GOING_AWAY);
            assertLast(port, RawPeer.UPGRADE, 503, "The server is stopping");
            // After anything else a browser would never come back.
            assertLast(port, "GET /events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n", 200, "");
            assertLast(port, "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n", 503, "The server is stopping");
            assertLast(port, "GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n", 200, "page");
            assertThat(stopped).isNotDone();
            slow.send(CLOSE);
            assertThat(slow.readToEnd()).isEmpty();
            unfinished.awaitEnd();
        }
        stopped.join();
        // A successor can have the port.
        SocketServer.builder().port(port).start().close();
    }

    /** A new connection gets one answer, and the end behind it. */
    private static void assertLast(int port, String request, int status, String body) throws Exception {
        try (RawPeer peer = RawPeer.connect(port)) {
            peer.send(request);
            assertThat(peer.readHead())
                    .startsWith("HTTP/1.1 " + status + " ")
                    .containsIgnoringCase("\r\nconnection: close\r\n");
            assertThat(peer.readToEnd()).contains(body);
        }
    }

    @Tag("WS-117")
    @Test
    void manyAreAllTold() throws Exception {
        SocketServer server = server();
        List<Recorder> clients = Stream.generate(Recorder::new).limit(100).toList();
        try (SocketClient client = SocketClient.builder().build()) {
            for (Recorder recorder : clients) {
                client.connect(server.url(), recorder).join();
            }
            server.shutdown(Duration.ofSeconds(60)).toCompletableFuture().join();
            for (Recorder recorder : clients) {
                assertThat(recorder.closed.join().code()).isEqualTo(1001);
            }
        }
    }

    /** Many are told one behind the other: were the next told only when the last has gone, this would not end. */
    @Tag("WS-117")
    @Test
    void whoDoesNotLeaveHoldsUpNobody() throws Exception {
        SocketServer server = server();
        List<RawPeer> peers =
                Stream.generate(() -> open(server.port())).limit(20).toList();
        CompletableFuture<Void> stopped = server.shutdown(Duration.ofHours(1)).toCompletableFuture();
        for (RawPeer peer : peers) {
            assertThat(peer.readHex(4)).isEqualTo(GOING_AWAY);
        }
        assertThat(stopped).isNotDone();
        for (RawPeer peer : peers) {
            peer.send(CLOSE);
            assertThat(peer.readToEnd()).isEmpty();
            peer.close();
        }
        stopped.join();
    }

    @Test
    void whoIsNothingYetIsToldAtOnce() throws Exception {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        SocketServer server = SocketServer.builder()
                .port(0)
                .decider(request -> {
                    asked.complete(null);
                    return new CompletableFuture<Decision>();
                })
                .start();
        try (RawPeer waiting = RawPeer.connect(server.port());
                RawPeer unfinished = RawPeer.connect(server.port())) {
            unfinished.send("GET / HTTP/1.1\r\n");
            waiting.send(RawPeer.UPGRADE);
            asked.join();
            CompletableFuture<Void> stopped =
                    server.shutdown(Duration.ofHours(1)).toCompletableFuture();
            assertThat(waiting.readToEnd()).startsWith("HTTP/1.1 503 ");
            waiting.leave();
            unfinished.awaitEnd();
            stopped.join();
        }
    }

    @Tag("SEC-28")
    @ParameterizedTest
    @ValueSource(strings = {"GET /health HTTP/1.1\r\nHost: 10.0.0.7:8000\r\n\r\n", "HEAD /health HTTP/1.0\r\n\r\n"})
    void healthIsToldUnderEveryName(String request) throws Exception {
        try (SocketServer server = SocketServer.builder()
                        .port(0)
                        .hosts(HostPolicy.loopback())
                        .health("/health")
                        .start();
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(request);
            assertThat(peer.readHead())
                    .startsWith("HTTP/1.1 200 ")
                    .containsIgnoringCase("\r\nCache-Control: no-store\r\n");
            assertThat(peer.readToEnd()).isEqualTo(request.startsWith("HEAD") ? "" : "The server is up");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /health", "GET /health2"})
    void whatIsNoHealthCheckIsPlain(String start) throws Exception {
        try (SocketServer server = server();
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(start + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(peer.readToEnd()).endsWith("\r\n\r\npage");
        }
    }

    @Test
    void webSocketMayBeAtThePathOfTheHealthCheck() throws Exception {
        try (SocketServer server = SocketServer.builder().port(0).health("/").start();
                RawPeer socket = RawPeer.open(server.port());
                RawPeer check = RawPeer.connect(server.port())) {
            check.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(check.readToEnd()).startsWith("HTTP/1.1 200 ");
            assertThat(server.connections()).isEqualTo(1);
            socket.send(CLOSE);
            assertThat(socket.readHex(4)).isEqualTo(GOING_AWAY);
        }
    }

    @Test
    void pathOfTheHealthCheckBeginsWithASlash() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SocketServer.builder().health("health"))
                .withMessage("Path must begin with a slash: health");
    }

    private static RawPeer open(int port) {
        try {
            return RawPeer.open(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SocketServer server() throws Exception {
        return SocketServer.builder()
                .port(0)
                // Who does not leave stays, however slow the test is.
                .options(WebSocketOptions.builder()
                        .pingInterval(Duration.ZERO)
                        .idleTimeout(Duration.ZERO)
                        .closeTimeout(Duration.ZERO)
                        .build())
                .events("/events", request -> new EventSourceListener() {})
                .health("/health")
                .http(request -> Response.text(200, "page"))
                .start();
    }
}
