package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.netty.NettyServer;
import dev.heddle.websocket.Decision;
import dev.heddle.websocket.WebSocketOptions;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What comes behind a request about which the application has not decided yet: held if it is little, acted on if accepted. */
@Tag("SEC-24")
class Sec24EarlyBytesTest {

    /** A text message "Hello", and its echo. */
    private static final String FRAME = "\u0081\u0085\0\0\0\0Hello";

    private static final String ECHO = "810548656c6c6f";

    private final Recorder recorder = new Recorder();
    /** The decisions that are asked for. */
    private final BlockingQueue<CompletableFuture<Decision>> asked = new LinkedBlockingQueue<>();

    @Test
    void earlyFrameIsAnsweredBehindTheHandshake() throws Exception {
        try (NettyServer server = server(this::ask);
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(new UpgradeRequest().followedBy(FRAME).bytes());
            Headers headers = Headers.empty().with("Set-Cookie", "a=b");
            decision().complete(Decision.accept(recorder, headers));
            assertThat(peer.readHead())
                    .startsWith("HTTP/1.1 101 ")
                    .contains("\r\nSet-Cookie: a=b\r\n", UpgradeRequest.ACCEPT);
            assertThat(recorder.message()).isEqualTo("Hello");
            recorder.socket().send("Hello");
            assertThat(peer.readHex(7)).isEqualTo(ECHO);
        }
    }

    @Test
    void whatComesWhileItIsDecidedIsReadAfterwards() throws Exception {
        try (NettyServer server = server(this::ask);
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(new UpgradeRequest().bytes());
            CompletableFuture<Decision> decision = decision();
            peer.send(FRAME);
            decision.complete(Decision.accept(recorder));
            assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
            assertThat(recorder.message()).isEqualTo("Hello");
        }
    }

    @Tag("SEC-30")
    @Test
    void refusalIsTheApplicationsOwnAndDropsEarlyBytes() throws Exception {
        try (NettyServer server = server(this::ask);
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(new UpgradeRequest().followedBy(FRAME).bytes());
            decision()
                    .complete(Decision.refuse(Response.text(401, "Who are you?").with("WWW-Authenticate", "Bearer")));
            assertThat(peer.readHead())
                    .startsWith("HTTP/1.1 401 Unauthorized\r\n")
                    .containsIgnoringCase("\r\nWWW-Authenticate: Bearer\r\n")
                    .containsIgnoringCase("\r\nConnection: close\r\n");
            assertThat(peer.readToEnd()).isEqualTo("Who are you?");
            assertThat(server.connections()).isZero();
            assertThat(recorder.wasOpen()).isFalse();
        }
    }

    @Test
    void refusalAtOnceNeedsNoOtherThread() throws Exception {
        Decision refusal = Decision.refuse(Response.text(403, "No"));
        try (NettyServer server = server(request -> CompletableFuture.completedStage(refusal));
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(new UpgradeRequest().followedBy(FRAME).bytes());
            RefusalTest.assertRefused(peer, 403);
        }
    }

    @Tag("SEC-44")
    @Test
    void failedDecisionIsAnsweredWith500() throws Exception {
        try (NettyServer server = server(this::ask);
                RawPeer peer = RawPeer.connect(server.port());
                RawPeer other = RawPeer.connect(server.port())) {
            peer.send(new UpgradeRequest().bytes());
            decision().completeExceptionally(new IllegalStateException("no database"));
            RefusalTest.assertRefused(peer, 500);
            other.send(new UpgradeRequest().followedBy(FRAME).bytes());
            Headers reserved = Headers.empty().with("Sec-WebSocket-Accept", "x");
            decision().complete(Decision.accept(recorder, reserved));
            RefusalTest.assertRefused(other, 500);
        }
    }

    @Tag("SEC-21")
    @Test
    void decisionCountsIntoTheHandshakesTime() throws Exception {
        WebSocketOptions options =
                WebSocketOptions.builder().handshakeTimeout(TestServer.SHORT).build();
        try (NettyServer server = NettyServer.builder()
                        .port(0)
                        .options(options)
                        .decider(this::ask)
                        .start();
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(new UpgradeRequest().followedBy(FRAME).bytes());
            CompletableFuture<Decision> decision = decision();
            assertThat(peer.readToEnd()).isEmpty();
            decision.complete(Decision.accept(recorder));
            // Behind what the decision causes.
            server.shutdown(Duration.ZERO).toCompletableFuture().join();
            assertThat(server.connections()).isZero();
            assertThat(recorder.wasOpen()).isFalse();
        }
    }

    @Test
    void webSocketFollowsAnAnswerOnTheSameConnection() throws Exception {
        try (NettyServer server = server(this::ask);
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send("GET /other HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            assertThat(peer.readHead()).startsWith("HTTP/1.1 404 ");
            assertThat(peer.readHex("Not Found".length())).isEqualTo("4e6f7420466f756e64");
            peer.send(new UpgradeRequest().followedBy(FRAME).bytes());
            decision().complete(Decision.accept(recorder));
            assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
            assertThat(recorder.message()).isEqualTo("Hello");
        }
    }

    @Test
    void serverThatStopsDoesNotWaitForADecision() throws Exception {
        try (NettyServer server = server(this::ask);
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(new UpgradeRequest().bytes());
            CompletableFuture<Decision> decision = decision();
            server.shutdown(Duration.ZERO).toCompletableFuture().join();
            assertThat(peer.readToEnd()).isEmpty();
            decision.complete(Decision.accept(recorder));
            assertThat(recorder.wasOpen()).isFalse();
        }
    }

    private CompletionStage<Decision> ask(Request request) {
        CompletableFuture<Decision> decision = new CompletableFuture<>();
        asked.add(decision);
        return decision;
    }

    private CompletableFuture<Decision> decision() throws InterruptedException {
        CompletableFuture<Decision> decision = asked.poll(ChildProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(decision).isNotNull();
        return decision;
    }

    private static NettyServer server(Function<Request, CompletionStage<Decision>> decider) throws Exception {
        return NettyServer.builder().port(0).decider(decider).start();
    }
}
