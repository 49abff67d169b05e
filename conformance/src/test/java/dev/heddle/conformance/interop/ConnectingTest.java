package dev.heddle.conformance.interop;

import static dev.heddle.conformance.interop.TestServer.SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.netty.NettyClient;
import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client opens its connections to one address one behind the other: RFC 6455 §4.1. */
@Tag("WS-005")
class ConnectingTest {

    /** What an application has of a connection that it asked for. */
    private record Attempt(Recorder events, CompletableFuture<WebSocket> opening) {

        static Attempt begin(NettyClient client, String url) {
            Recorder events = new Recorder();
            return new Attempt(events, client.connect(url, events));
        }

        boolean opens() throws InterruptedException {
            return Recorder.await(opening.handle((socket, failure) -> failure == null));
        }

        void assertFails(String error) throws InterruptedException {
            assertThat(opens()).isFalse();
            CloseEvent close = events.close();
            assertThat(close.code()).isEqualTo(1006);
            assertThat(close.wasClean()).isFalse();
            assertThat(events.errors()).singleElement().asString().contains(error);
        }
    }

    private ServerSocketChannel listening;
    private int port;

    @BeforeEach
    void listen() throws IOException {
        listening = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        listening.socket().setSoTimeout((int) ChildProcess.PATIENCE.toMillis());
        port = listening.socket().getLocalPort();
    }

    @AfterEach
    void stopListening() throws IOException {
        listening.close();
    }

    @Test
    void serverSeesOneHandshakeAtATime() throws Exception {
        try (TestServer other = TestServer.start(options -> {});
                NettyClient client = client(options -> {})) {
            List<Attempt> attempts = attempts(client, 3);
            try (RawPeer first = accept()) {
                String request = first.readHead();
                assertNobodyElse(client, other);
                first.send(UpgradeResponse.to(request));
                try (RawPeer second = accept()) {
                    second.readHead();
                    assertNobodyElse(client, other);
                    second.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
                    // The refused connection is still there, but its handshake has failed.
                    try (RawPeer third = accept()) {
                        third.send(UpgradeResponse.to(third.readHead()));
                    }
                }
            }
            int opened = 0;
            for (Attempt attempt : attempts) {
                opened += attempt.opens() ? 1 : 0;
            }
            assertThat(opened).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 101 Switching Protocols\r\n\r\n", "HTTP/1.1 500 \r\n\r\n", "Welcome!\r\n"})
    void whateverEndsAnAttemptLetsTheNextOneGo(String response) throws Exception {
        for (boolean reset : new boolean[] {false, true}) {
            try (NettyClient client = client(options -> {})) {
                List<Attempt> attempts = attempts(client, 2);
                try (RawPeer first = accept()) {
                    first.readHead();
                    first.send(response);
                    if (reset) {
                        first.reset();
                    }
                }
                try (RawPeer second = accept()) {
                    second.send(UpgradeResponse.to(second.readHead()));
                    assertThat(attempts.get(0).opens())
                            .isNotEqualTo(attempts.get(1).opens());
                }
            }
        }
    }

    @Test
    void theTimeOfAHandshakeBeginsWithItsTurn() throws Exception {
        try (NettyClient client = client(options -> options.handshakeTimeout(SHORT))) {
            List<Attempt> attempts = attempts(client, 3);
            for (int i = 0; i < 3; i++) {
                try (RawPeer peer = accept()) {
                    assertThat(peer.readHead()).startsWith("GET / ");
                    peer.awaitEnd();
                }
            }
            for (Attempt attempt : attempts) {
                attempt.assertFails("handshakeTimeout");
            }
        }
    }

    @Test
    void attemptsToAPortThatNobodyListensOnAllFail() throws Exception {
        try (NettyClient client = client(options -> {})) {
            listening.close();
            for (Attempt attempt : attempts(client, 3)) {
                attempt.assertFails("refused");
            }
        }
    }

    @Test
    void anAttemptThatIsCancelledWhileItWaitsLeavesTheQueue() throws Exception {
        try (NettyClient client = client(options -> {})) {
            Attempt first = attempt(client, "/first");
            try (RawPeer peer = accept()) {
                String request = peer.readHead();
                Attempt second = attempt(client, "/second");
                Attempt third = attempt(client, "/third");
                assertThat(second.opening().cancel(true)).isTrue();
                second.assertFails("closed before the connection was established");
                peer.send(UpgradeResponse.to(request));
                assertThat(first.opens()).isTrue();
                assertNextIs(third, "/third");
            }
        }
    }

    @Test
    void anAttemptThatIsCancelledInItsTurnIsBrokenOff() throws Exception {
        try (NettyClient client = client(options -> {})) {
            Attempt first = attempt(client, "/first");
            try (RawPeer peer = accept()) {
                peer.readHead();
                Attempt second = attempt(client, "/second");
                assertThat(first.opening().cancel(true)).isTrue();
                peer.awaitEnd();
                first.assertFails("closed before the connection was established");
                assertNextIs(second, "/second");
            }
        }
    }

    @Test
    void closingTheClientFailsAllThatWait() throws Exception {
        NettyClient client = client(options -> {});
        List<Attempt> attempts = attempts(client, 3);
        try (RawPeer first = accept()) {
            first.readHead();
            client.close();
            first.awaitEnd();
        }
        for (Attempt attempt : attempts) {
            assertThat(attempt.events().closes()).hasSize(1);
            attempt.assertFails("the connection was lost");
        }
        assertNobodyElse();
    }

    @Test
    void moreAtATimeAreAllowedToWhoAsksForIt() throws Exception {
        try (NettyClient client =
                NettyClient.builder().threads(1).maxConnecting(2).build()) {
            List<Attempt> attempts = attempts(client, 3);
            try (RawPeer first = accept();
                    RawPeer second = accept()) {
                String request = first.readHead();
                second.send(UpgradeResponse.to(second.readHead()));
                try (RawPeer third = accept()) {
                    third.send(UpgradeResponse.to(third.readHead()));
                    first.send(UpgradeResponse.to(request));
                    assertThat(attempts.get(0).opens()).isTrue();
                    assertThat(attempts.get(1).opens()).isTrue();
                    assertThat(attempts.get(2).opens()).isTrue();
                }
            }
        }
    }

    private Attempt attempt(NettyClient client, String path) {
        return Attempt.begin(client, "ws://127.0.0.1:" + port + path);
    }

    private List<Attempt> attempts(NettyClient client, int count) {
        List<Attempt> attempts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            attempts.add(attempt(client, "/"));
        }
        return attempts;
    }

    private RawPeer accept() throws IOException {
        listening.configureBlocking(true);
        // The channel's own accept has no time limit.
        return new RawPeer(listening.socket().accept());
    }

    private void assertNextIs(Attempt attempt, String path) throws Exception {
        try (RawPeer peer = accept()) {
            String request = peer.readHead();
            assertThat(request).startsWith("GET " + path + " ");
            peer.send(UpgradeResponse.to(request));
            assertThat(attempt.opens()).isTrue();
        }
    }

    /** Nobody else came in the time in which the client connected elsewhere. */
    private void assertNobodyElse(NettyClient client, TestServer other) throws Exception {
        assertThat(Attempt.begin(client, other.url()).opens()).isTrue();
        assertNobodyElse();
    }

    private void assertNobodyElse() throws IOException {
        listening.configureBlocking(false);
        assertThat(listening.accept()).as("another connection").isNull();
    }

    /** Makes a client without a time limit but those that the test sets. */
    private static NettyClient client(Consumer<WebSocketOptions.Builder> limits) {
        WebSocketOptions.Builder options = TestServer.unlimited();
        limits.accept(options);
        return NettyClient.builder().threads(1).options(options.build()).build();
    }
}
