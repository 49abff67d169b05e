package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.driver.Response;
import dev.heddle.websocket.EventSourceListener;
import dev.heddle.websocket.HostPolicy;
import dev.heddle.websocket.WebSocketOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server's end, and its health check. */
class NettyShutdownTest {

    private static final String HEALTHY = "The server is up";
    private static final String PLAIN = "GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String HEALTH = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String EVENTS = "GET /events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n";

    @Test
    @Tag("WS-117")
    void serverThatStopsRefusesNewOnesUntilTheLastHasGone() throws Exception {
        NettyServer server = server();
        int port = server.port();
        CompletableFuture<Void> stopped;
        try (RawClient slow = RawClient.open(port);
                RawClient idle = new RawClient(port)) {
            idle.send(HEALTH);
            assertThat(idle.head()).startsWith("HTTP/1.1 200 ");
            assertThat(idle.hex(HEALTHY.length())).isNotEmpty();

            stopped = server.shutdown(Duration.ofHours(1)).toCompletableFuture();

            assertThat(slow.hex(4)).isEqualTo(RawClient.GOING_AWAY);
            assertLast(port, RawClient.UPGRADE, 503);
            // After anything else a browser would never come back.
            assertLast(port, EVENTS, 200);
            assertLast(port, HEALTH, 503);
            assertLast(port, PLAIN, 200);
            // Who has kept a connection hears it too.
            idle.send(RawClient.UPGRADE);
            assertThat(idle.head()).startsWith("HTTP/1.1 503 ").containsIgnoringCase("\r\nconnection: close\r\n");
            assertThat(stopped).isNotDone();
            slow.sendHex(RawClient.CLOSE);
            assertThat(slow.rest()).isEmpty();
        }
        stopped.join();
        // A successor can have the port.
        NettyServer.builder().port(port).start().close();
    }

    @Test
    void deadlineBreaksOffWhoDoesNotLeave() throws Exception {
        NettyServer server = server();
        try (RawClient silent = RawClient.open(server.port());
                RawClient unfinished = new RawClient(server.port())) {
            unfinished.send("GET / HTTP/1.1\r\n");
            server.shutdown(Duration.ofMillis(1)).toCompletableFuture().join();
            assertThat(server.connections()).isZero();
            assertThat(server.channels().size()).isZero();
            assertThat(silent.hex(4)).isEqualTo(RawClient.GOING_AWAY);
        }
    }

    @Test
    void whoStopsAgainCanBringTheEndForward() throws Exception {
        NettyServer server = server();
        try (RawClient silent = RawClient.open(server.port())) {
            CompletableFuture<Void> stopped =
                    server.shutdown(Duration.ofHours(1)).toCompletableFuture();
            assertThat(silent.hex(4)).isEqualTo(RawClient.GOING_AWAY);
            server.shutdown(Duration.ZERO);
            stopped.join();
            // And later still it has nothing to do.
            server.close();
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    @Tag("WS-117")
    void manyAreAllTold() throws Exception {
        NettyServer server = server();
        List<Recorder> clients = Stream.generate(Recorder::new).limit(200).toList();
        try (NettyClient client = NettyClient.builder().threads(1).build()) {
            for (Recorder recorder : clients) {
                client.connect(server.url(), recorder).join();
            }
            server.shutdown(Duration.ofSeconds(60)).toCompletableFuture().join();
            for (Recorder recorder : clients) {
                assertThat(recorder.closed.join().code()).isEqualTo(1001);
            }
        }
    }

    @Test
    void eventStreamsEndBehindWhatWasSent() throws Exception {
        NettyServer server = server();
        try (RawClient stream = new RawClient(server.port())) {
            stream.send(EVENTS);
            assertThat(stream.head()).startsWith("HTTP/1.1 200 ");
            server.close();
            assertThat(stream.rest()).isEqualTo("retry: 5000\n");
        }
    }

    @Tag("SEC-28")
    @ParameterizedTest
    @ValueSource(strings = {"GET /health HTTP/1.1\r\nHost: 10.0.0.7:8000\r\n\r\n", "HEAD /health HTTP/1.0\r\n\r\n"})
    void healthIsToldUnderEveryName(String request) throws Exception {
        try (NettyServer server = NettyServer.builder()
                        .port(0)
                        .hosts(HostPolicy.loopback())
                        .health("/health")
                        .start();
                RawClient client = new RawClient(server.port())) {
            client.send(request);
            assertThat(client.head())
                    .startsWith("HTTP/1.1 200 ")
                    .containsIgnoringCase("\r\nCache-Control: no-store\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /health", "GET /health2"})
    void whatIsNoHealthCheckIsPlain(String start) throws Exception {
        try (NettyServer server = server();
                RawClient client = new RawClient(server.port())) {
            client.send(start + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            client.head();
            assertThat(client.rest()).isEqualTo("page");
        }
    }

    @Test
    void webSocketMayBeAtThePathOfTheHealthCheck() throws Exception {
        try (NettyServer server = NettyServer.builder().port(0).health("/").start();
                RawClient socket = RawClient.open(server.port());
                RawClient check = new RawClient(server.port())) {
            check.send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(check.head()).startsWith("HTTP/1.1 200 ");
            assertThat(server.connections()).isEqualTo(1);
            socket.sendHex(RawClient.CLOSE);
            assertThat(socket.hex(4)).isEqualTo(RawClient.GOING_AWAY);
        }
    }

    @Test
    void pathOfTheHealthCheckBeginsWithASlash() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NettyServer.builder().health("health"))
                .withMessage("Path must begin with a slash: health");
    }

    /** A new connection gets one answer, and the end behind it. */
    private static void assertLast(int port, String request, int status) throws Exception {
        try (RawClient client = new RawClient(port)) {
            client.send(request);
            assertThat(client.head())
                    .startsWith("HTTP/1.1 " + status + " ")
                    .containsIgnoringCase("\r\nconnection: close\r\n");
            assertThat(client.rest()).isNotEmpty();
        }
    }

    private static NettyServer server() throws Exception {
        return NettyServer.builder()
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
