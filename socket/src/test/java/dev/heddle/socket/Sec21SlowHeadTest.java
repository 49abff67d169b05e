package dev.heddle.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Response;
import dev.heddle.websocket.Decision;
import dev.heddle.websocket.WebSocketOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One deadline over the whole handshake, whatever it consists of. */
@Tag("SEC-21")
class Sec21SlowHeadTest {

    private static final WebSocketOptions HURRIED =
            WebSocketOptions.builder().handshakeTimeout(Duration.ofMillis(300)).build();

    @Test
    void headThatDoesNotEndIsCutOff() throws Exception {
        try (SocketServer server =
                        SocketServer.builder().port(0).options(HURRIED).start();
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send("GET / HTTP/1.1\r\nHost: local");
            peer.awaitEnd();
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void silentTlsPeerIsCutOff() throws Exception {
        try (SocketServer server = SocketServer.builder()
                        .port(0)
                        .options(HURRIED)
                        .tls(Certificates.loopback("TLS"))
                        .start();
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.awaitEnd();
            assertThat(server.connections()).isZero();
        }
    }

    @Tag("SEC-24")
    @Test
    void decisionCountsIntoTheHandshakesTime() throws Exception {
        Recorder recorder = new Recorder();
        CompletableFuture<Decision> decision = new CompletableFuture<>();
        try (SocketServer server = SocketServer.builder()
                        .port(0)
                        .options(HURRIED)
                        .decider(request -> decision)
                        .start();
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(RawPeer.UPGRADE + RawPeer.HELLO);
            peer.awaitEnd();
            decision.complete(Decision.accept(recorder));
            // Behind what the decision causes.
            server.shutdown(Duration.ZERO).toCompletableFuture().join();
            assertThat(recorder.opened).isNotDone();
        }
    }

    @Tag("SEC-24")
    @Test
    void earlyFramesAreHeldUntilTheDecision() throws Exception {
        Recorder recorder = new Recorder();
        CompletableFuture<CompletableFuture<Decision>> asked = new CompletableFuture<>();
        try (SocketServer server = SocketServer.builder()
                        .port(0)
                        .decider(request -> {
                            CompletableFuture<Decision> decision = new CompletableFuture<>();
                            asked.complete(decision);
                            return decision;
                        })
                        .start();
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(RawPeer.UPGRADE + RawPeer.HELLO);
            CompletableFuture<Decision> decision = asked.join();
            peer.send(RawPeer.HELLO.replace("Hello", "World"));
            decision.complete(Decision.accept(recorder));
            assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
            assertThat(recorder.message()).isEqualTo("Hello");
            assertThat(recorder.message()).isEqualTo("World");
        }
    }

    @Tag("SEC-24")
    @Test
    void refusalDropsEarlyFrames() throws Exception {
        Decision refusal = Decision.refuse(Response.text(401, "Who are you?").with("WWW-Authenticate", "Bearer"));
        try (SocketServer server = SocketServer.builder()
                        .port(0)
                        .decider(request -> CompletableFuture.completedStage(refusal))
                        .start();
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(RawPeer.UPGRADE + RawPeer.HELLO);
            assertThat(peer.readHead())
                    .startsWith("HTTP/1.1 401 Unauthorized\r\n")
                    .contains("\r\nWWW-Authenticate: Bearer\r\n", "\r\nConnection: close\r\n");
            assertThat(peer.readToEnd()).isEqualTo("Who are you?");
        }
    }
}
