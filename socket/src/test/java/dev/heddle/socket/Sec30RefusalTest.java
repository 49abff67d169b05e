package dev.heddle.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Response;
import dev.heddle.websocket.Decision;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A refusal leaves nothing behind. */
@Tag("SEC-30")
class Sec30RefusalTest {

    @Tag("SEC-20")
    @ParameterizedTest
    @CsvSource({
        "400, GET / HTTP/1.1|Host: localhost|Host: localhost||",
        "400, G@T / HTTP/1.1|Host: localhost||",
        "400, GET / HTTP/1.1|Host: localhost|no colon||",
        "403, GET / HTTP/1.1|Host: evil.example||",
        "403, GET / HTTP/1.1|Host: localhost|Upgrade: websocket|Origin: https://evil.example||",
        "404, GET /other HTTP/1.1|Host: localhost|Upgrade: websocket||",
        "404, GET /other HTTP/1.1|Host: localhost||",
        "400, GET / HTTP/1.1|Host: localhost|Upgrade: websocket||",
        "505, GET / HTTP/2.0|Host: localhost||"
    })
    void refusalIsWrittenAndThenTheConnectionEnds(int status, String request) throws Exception {
        try (SocketServer server = SocketServer.builder().port(0).start();
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(request.replace("|", "\r\n"));
            assertThat(peer.readToEnd()).startsWith("HTTP/1.1 " + status + " ");
            peer.leave();
            // Waits for every connection, and not for this deadline.
            server.shutdown(Duration.ofMinutes(10)).toCompletableFuture().join();
            assertThat(server.connections()).isZero();
        }
    }

    /** Were one place or one count in thirty not given back, the last would get no answer. */
    @Test
    void threeThousandRefusalsTakeNoPlaceAndNoCount() throws Exception {
        String[] requests = {
            RawPeer.UPGRADE.replace("Host: localhost", "Host: ["),
            RawPeer.UPGRADE.replace("GET /", "GET /?refuse"),
            RawPeer.UPGRADE.replace("Upgrade: ", "Origin: http://evil.test\r\nUpgrade: "),
            RawPeer.UPGRADE.replace("GET /", "GET /other"),
            RawPeer.UPGRADE.replace("Version: 13", "Version: 12")
        };
        int[] statuses = {400, 401, 403, 404, 426};
        try (SocketServer server = SocketServer.builder()
                .port(0)
                .maxConnections(100)
                .maxHandshakesPerAddress(100)
                .decider(request -> CompletableFuture.completedStage(
                        request.resource().contains("refuse")
                                ? Decision.refuse(Response.text(401, "No"))
                                : Decision.accept(new WebSocketListener() {})))
                .start()) {
            for (int i = 0; i < 3_000; i++) {
                try (RawPeer peer = RawPeer.connect(server.port())) {
                    peer.send(requests[i % requests.length]);
                    assertThat(peer.readToEnd()).startsWith("HTTP/1.1 " + statuses[i % requests.length] + " ");
                }
            }
            server.shutdown(Duration.ofMinutes(10)).toCompletableFuture().join();
            assertThat(server.connections()).isZero();
        }
    }

    @Tag("SEC-20")
    @Test
    void headThatIsTooLongIsRefusedBeforeItsEnd() throws Exception {
        try (SocketServer server = SocketServer.builder().port(0).start();
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send("GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(101));
            assertThat(peer.readToEnd()).startsWith("HTTP/1.1 431 ");
        }
    }

    @Test
    void peerThatDoesNotLeaveIsCutOffBehindTheLinger() throws Exception {
        WebSocketOptions options =
                WebSocketOptions.builder().linger(Duration.ofMillis(100)).build();
        try (SocketServer server = SocketServer.builder()
                        .port(0)
                        .options(options)
                        .maxConnections(1)
                        .start();
                RawPeer peer = RawPeer.connect(server.port());
                RawPeer next = RawPeer.connect(server.port())) {
            peer.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(peer.readToEnd()).startsWith("HTTP/1.1 404 ");
            // The peer keeps its side open, and yet the only place becomes free.
            next.send(RawPeer.UPGRADE);
            assertThat(next.readHead()).startsWith("HTTP/1.1 101 ");
        }
    }

    @Test
    void peerThatEndsBehindItsRequestGetsTheAnswer() throws Exception {
        try (SocketServer server = SocketServer.builder().port(0).start();
                RawPeer peer = RawPeer.connect(server.port());
                RawPeer silent = RawPeer.connect(server.port())) {
            peer.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            peer.shutdownOutput();
            assertThat(peer.readToEnd()).startsWith("HTTP/1.1 404 ");
            silent.shutdownOutput();
            assertThat(silent.readToEnd()).isEmpty();
        }
    }
}
