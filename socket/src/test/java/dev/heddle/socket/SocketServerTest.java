package dev.heddle.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.Decision;
import dev.heddle.websocket.EventSource;
import dev.heddle.websocket.EventSourceListener;
import dev.heddle.websocket.WebSocket;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SocketServerTest {

    private static final String GET = "GET /page?x HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @Test
    void aPortInUseIsAnErrorThatNamesIt() throws Exception {
        try (SocketServer server = SocketServer.builder().port(0).start()) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> SocketServer.builder().port(server.port()).start())
                    .withMessageContaining("Cannot listen on 127.0.0.1:" + server.port());
        }
    }

    @Test
    void aPortOutOfRangeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SocketServer.builder().port(65_536))
                .withMessage("Port must be 0 to 65535, not 65536");
    }

    @Test
    void plainRequestIsAnsweredAndTheConnectionEnds() throws Exception {
        try (SocketServer server = SocketServer.builder()
                        .port(0)
                        .http(request -> Response.text(200, request.method() + " " + request.path()))
                        .start();
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(GET);
            assertThat(peer.readHead())
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("\r\nConnection: close\r\n", "\r\nContent-Length: 9\r\n");
            assertThat(peer.readToEnd()).isEqualTo("GET /page");
        }
    }

    @Test
    void headIsAnsweredWithoutBody() throws Exception {
        try (SocketServer server = SocketServer.builder()
                        .port(0)
                        .http(request -> Response.text(200, "Hello"))
                        .start();
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(GET.replace("GET", "HEAD"));
            assertThat(peer.readHead()).contains("\r\nContent-Length: 5\r\n");
            assertThat(peer.readToEnd()).isEmpty();
        }
    }

    @Test
    void answerWithoutContentHasNoLength() throws Exception {
        try (SocketServer server = SocketServer.builder()
                        .port(0)
                        .http(request -> new Response(204, Headers.empty(), new byte[0]))
                        .start();
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(GET);
            assertThat(peer.readHead())
                    .startsWith("HTTP/1.1 204 ")
                    .contains("Connection: close")
                    .doesNotContain("Content-Length");
            assertThat(peer.readToEnd()).isEmpty();
        }
    }

    /** A page that is larger than what the network holds, for a client that has sent a body that nobody wants. */
    @Test
    void largePageArrivesWholeBesideAnUnreadBody() throws Exception {
        byte[] page = new byte[5_000_000];
        try (SocketServer server = SocketServer.builder()
                        .port(0)
                        .http(request -> new Response(200, Headers.empty(), page))
                        .start();
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000));
            assertThat(peer.readHead()).startsWith("HTTP/1.1 200 ");
            assertThat(peer.readToEnd()).hasSize(page.length);
        }
    }

    @Tag("SEC-44")
    @Test
    void applicationThatThrowsIsA500() throws Exception {
        try (SocketServer server = SocketServer.builder()
                        .port(0)
                        .http(request -> {
                            throw new IllegalStateException("a fault of the test's");
                        })
                        .start();
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(GET);
            assertThat(peer.readToEnd()).startsWith("HTTP/1.1 500 ").endsWith("Internal Server Error");
        }
    }

    @Test
    @Tag("WS-117")
    void stoppingClosesEverySocketWith1001() throws Exception {
        Recorder recorder = new Recorder();
        try (SocketClient client = SocketClient.builder().build()) {
            SocketServer server = SocketServer.builder().port(0).start();
            client.connect(server.url(), recorder).join();
            server.close();
            CloseEvent event = recorder.closed.join();
            assertThat(event.code()).isEqualTo(1001);
            assertThat(event.wasClean()).isTrue();
            assertThat(server.connections()).isZero();
            // A second stop has nothing to do, and says so at once.
            server.close();
        }
    }

    @Test
    void stoppingAnswersUndecidedRequestsWith503() throws Exception {
        CompletableFuture<Request> asked = new CompletableFuture<>();
        CompletableFuture<Decision> never = new CompletableFuture<>();
        SocketServer server = SocketServer.builder()
                .port(0)
                .decider(request -> {
                    asked.complete(request);
                    return never;
                })
                .start();
        try (server;
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(RawPeer.UPGRADE);
            asked.join();
            CompletableFuture<Void> end =
                    server.shutdown(Duration.ofSeconds(30)).toCompletableFuture();
            assertThat(peer.readToEnd()).startsWith("HTTP/1.1 503 ");
            peer.leave();
            end.join();
        }
    }

    @Test
    void stoppingDoesNotWaitForSilentConnections() throws Exception {
        SocketServer server = SocketServer.builder().port(0).start();
        try (server;
                RawPeer peer = RawPeer.open(server.port());
                RawPeer silent = RawPeer.connect(server.port())) {
            CompletableFuture<Void> end = server.shutdown(Duration.ZERO).toCompletableFuture();
            silent.awaitEnd();
            peer.awaitEnd();
            end.join();
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void closingInsideAListenerDoesNotHang() throws Exception {
        CompletableFuture<SocketServer> made = new CompletableFuture<>();
        CompletableFuture<Boolean> returned = new CompletableFuture<>();
        SocketServer server = SocketServer.builder()
                .port(0)
                .listener(request -> new Recorder() {
                    @Override
                    public void onText(WebSocket socket, String message) {
                        made.join().close();
                        returned.complete(true);
                    }
                })
                .start();
        made.complete(server);
        try (RawPeer peer = RawPeer.open(server.port())) {
            peer.send(RawPeer.HELLO);
            assertThat(returned.join()).isTrue();
            assertThat(peer.readHex(4)).isEqualTo("880203e9");
        }
        server.close();
    }

    @Test
    void nextConnectionWaitsWhileThereAreAsManyAsThereMayBe() throws Exception {
        Recorder recorder = new Recorder();
        try (SocketServer server = SocketServer.builder()
                        .port(0)
                        .maxConnections(1)
                        .listener(request -> recorder)
                        .http(request -> Response.text(recorder.closed.isDone() ? 200 : 500, ""))
                        .start();
                RawPeer first = RawPeer.open(server.port());
                RawPeer second = RawPeer.connect(server.port())) {
            second.send(GET);
            first.leave();
            assertThat(second.readToEnd()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    @Tag("SEC-21")
    void oneAddressHasOnlySoManyHandshakes() throws Exception {
        try (SocketServer server = SocketServer.builder()
                        .port(0)
                        .maxHandshakesPerAddress(1)
                        .start();
                RawPeer first = RawPeer.connect(server.port());
                RawPeer second = RawPeer.connect(server.port())) {
            second.awaitEnd();
            first.send(RawPeer.UPGRADE);
            assertThat(first.readHead()).startsWith("HTTP/1.1 101 ");
            try (RawPeer third = RawPeer.open(server.port())) {
                third.send(RawPeer.HELLO);
                assertThat(server.connections()).isEqualTo(2);
            }
        }
    }

    @Test
    void eventStreamRunsBesideTheWebSockets() throws Exception {
        try (SocketServer server = SocketServer.builder()
                        .port(0)
                        .events("/events", request -> new EventSourceListener() {
                            @Override
                            public void onOpen(EventSource source) {
                                source.send("Hello");
                            }
                        })
                        .start();
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send("GET /events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");
            assertThat(peer.readHead()).contains("text/event-stream");
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.shutdown(Duration.ofSeconds(30))).isNotNull();
            assertThat(peer.readToEnd()).endsWith("data: Hello\n\n");
        }
    }

    @Test
    void stoppingEndsEverySocketEvenIfTheExecutorTakesNoMore() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        SocketServer server = SocketServer.builder().port(0).threads(threads).start();
        try (RawPeer peer = RawPeer.open(server.port())) {
            threads.shutdown();
            server.close();
            peer.awaitEnd();
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void stoppingAgainBringsTheEndForward() throws Exception {
        SocketServer server = SocketServer.builder().port(0).start();
        try (RawPeer silent = RawPeer.open(server.port())) {
            CompletableFuture<Void> end =
                    server.shutdown(ChronoUnit.FOREVER.getDuration()).toCompletableFuture();
            assertThat(end).isNotDone();
            server.shutdown(Duration.ZERO).toCompletableFuture().join();
            end.join();
            silent.awaitEnd();
        }
    }
}
