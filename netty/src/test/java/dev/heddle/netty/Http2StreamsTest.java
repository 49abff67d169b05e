package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.EventSource;
import dev.heddle.websocket.EventSourceListener;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketConnection;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many WebSockets on one connection of HTTP/2, and what limits it as a whole. */
class Http2StreamsTest {

    private static final int SOCKETS = 1000;
    private static final int MESSAGES = 100;

    /** What comes to an end does so by an event. */
    private static final WebSocketOptions WITHOUT_TIMEOUTS = WebSocketOptions.builder()
            .pingInterval(Duration.ZERO)
            .idleTimeout(Duration.ZERO)
            .closeTimeout(Duration.ZERO)
            .build();

    /** Sends back what it gets. */
    private static final WebSocketListener ECHO = new WebSocketListener() {

        @Override
        public void onText(WebSocket socket, String message) {
            socket.send(message);
        }

        @Override
        public void onBinary(WebSocket socket, ByteBuffer message) {
            socket.send(message);
        }
    };

    @Tag("API-011")
    @Test
    void aThousandSocketsOnOneConnectionEchoAllOfTheirMessagesInOrder() throws Exception {
        try (NettyServer server = echo().maxStreamsPerConnection(SOCKETS).start();
                Http2Peer peer = Http2Peer.connect(server)) {
            List<Conversation> conversations = new ArrayList<>();
            for (int i = 0; i < SOCKETS; i++) {
                Conversation conversation = new Conversation();
                conversations.add(conversation);
                peer.open("/", conversation);
            }
            for (Conversation conversation : conversations) {
                conversation.open.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            assertThat(server.connections()).isEqualTo(SOCKETS);
            conversations.forEach(Conversation::begin);
            for (Conversation conversation : conversations) {
                assertThat(conversation.closed.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .extracting(CloseEvent::code, CloseEvent::wasClean)
                        .containsExactly(1000, true);
                assertThat(conversation.received).isEqualTo(MESSAGES);
            }
        }
    }

    @Test
    void whoDoesNotReadDoesNotStopTheOthers() throws Exception {
        Recorder stalled = new Recorder();
        CompletableFuture<WebSocket> paused = new CompletableFuture<>();
        try (NettyServer server = echo().listener(request -> request.path().equals("/") && paused.isDone()
                                ? ECHO
                                : new WebSocketListener() {
                                    @Override
                                    public void onOpen(WebSocket socket) {
                                        socket.pause();
                                        paused.complete(socket);
                                    }

                                    @Override
                                    public void onBinary(WebSocket socket, ByteBuffer message) {
                                        stalled.onBinary(socket, message);
                                    }
                                })
                        .start();
                Http2Peer peer = Http2Peer.connect(server)) {
            WebSocketConnection slow = peer.open("/", new Recorder());
            paused.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS);
            // Far more than the windows hold.
            slow.send(ByteBuffer.allocate(1 << 20));
            Recorder recorder = new Recorder();
            WebSocketConnection other = peer.open("/", recorder);
            for (int i = 0; i < MESSAGES; i++) {
                other.send(ByteBuffer.allocate(1 << 16));
                assertThat(recorder.message()).isInstanceOf(ByteBuffer.class);
            }
            assertThat(stalled.hasMessage()).isFalse();
            assertThat(slow.bufferedAmount()).as("held by the window").isGreaterThan(1 << 19);
            paused.join().resume();
            assertThat(((ByteBuffer) stalled.message()).remaining()).isEqualTo(1 << 20);
        }
    }

    @Tag("H2-007")
    @Test
    void pausedServerHearsAtOnceThatTheConnectionIsGone() throws Exception {
        Paused paused = new Paused();
        try (NettyServer server = echo().options(WITHOUT_TIMEOUTS)
                        .listener(request -> paused)
                        .start();
                Http2Peer peer = Http2Peer.connect(server)) {
            WebSocketConnection slow = peer.open("/", new Recorder());
            paused.open.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS);
            for (int i = 0; i < Paused.MESSAGES; i++) {
                slow.send(ByteBuffer.allocate(1));
                // The answer comes behind the read of the message.
                assertThat(peer.send(peer.get("/plain"), true).next()).startsWith(":status: 404");
            }
            // From the codec on, which would say GOAWAY.
            peer.channel.pipeline().context(Http2FrameCodec.class).close();
            paused.assertLostUnread();
            assertThat(server.connections()).isZero();
        }
    }

    @Tag("H2-007")
    @Test
    void pausedClientHearsAtOnceThatTheConnectionIsGone() throws Exception {
        Paused paused = new Paused();
        try (Http2Server server = Http2Server.start();
                NettyClient client = NettyClient.builder()
                        .threads(1)
                        .http2(Http2Mode.PRIOR_KNOWLEDGE)
                        .options(WITHOUT_TIMEOUTS)
                        .build()) {
            client.connect(server.url(), paused);
            Http2Peer.Stream stream = server.accept();
            paused.open.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS);
            Recorder other = new Recorder();
            client.connect(server.url(), other);
            Http2Peer.Stream others = server.accept();
            for (int i = 0; i < Paused.MESSAGES; i++) {
                Http2Server.data(stream, "820100", false);
                // It comes behind the one before.
                Http2Server.data(others, "810178", false);
                assertThat(other.message()).isEqualTo("x");
            }
            server.connection().pipeline().context(Http2FrameCodec.class).close();
            paused.assertLostUnread();
        }
    }

    @Test
    void whoDoesNotTakeWhatIsSentHoldsItBackAndNotTheOthers() throws Exception {
        CompletableFuture<WebSocket> first = new CompletableFuture<>();
        try (NettyServer server = echo().listener(request -> new WebSocketListener() {
                            @Override
                            public void onOpen(WebSocket socket) {
                                first.complete(socket);
                            }

                            @Override
                            public void onText(WebSocket socket, String message) {
                                socket.send(message);
                            }
                        })
                        .start();
                Http2Peer peer = Http2Peer.connect(server)) {
            Http2Peer.Stream slow = peer.send(peer.webSocket("/"), false);
            assertThat(slow.next()).isEqualTo(":status: 200");
            slow.channel.config().setAutoRead(false);
            WebSocket socket = first.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS);
            socket.send(ByteBuffer.allocate(1 << 20));
            assertThat(socket.isCongested()).isTrue();
            Recorder recorder = new Recorder();
            WebSocketConnection other = peer.open("/", recorder);
            for (int i = 0; i < MESSAGES; i++) {
                other.send("Message " + i);
                assertThat(recorder.message()).isEqualTo("Message " + i);
            }
            assertThat(socket.bufferedAmount()).isGreaterThan(1 << 19);
        }
    }

    @Test
    void eventStreamIsAnsweredOnAStream() throws Exception {
        CompletableFuture<EventSource> opened = new CompletableFuture<>();
        CompletableFuture<EventSource> closed = new CompletableFuture<>();
        try (NettyServer server = echo().events("/events", request -> new EventSourceListener() {
                            @Override
                            public void onOpen(EventSource source) {
                                opened.complete(source);
                            }

                            @Override
                            public void onClose(EventSource source) {
                                closed.complete(source);
                            }
                        })
                        .start();
                Http2Peer peer = Http2Peer.connect(server)) {
            Http2Peer.Stream stream = peer.send(peer.get("/events").set("accept", "text/event-stream"), true);
            assertThat(stream.next()).startsWith(":status: 200, cache-control").doesNotContain("connection");
            assertThat(stream.next()).startsWith("retry: ");
            opened.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS).send("Hello");
            assertThat(stream.next().strip()).isEqualTo("data: Hello");
            assertThat(server.connections()).isEqualTo(1);
            stream.channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
            closed.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Tag("SEC-30")
    @Test
    void aConnectionWithoutSocketsIsOneHandshakeOfItsAddress() throws Exception {
        try (NettyServer server = echo().maxHandshakesPerAddress(1).start();
                Http2Peer peer = Http2Peer.connect(server)) {
            try (RawClient second = new RawClient(server.port())) {
                assertThat(second.rest()).isEmpty();
            }
            Http2Peer.Stream stream = peer.send(peer.webSocket("/"), false);
            assertThat(stream.next()).isEqualTo(":status: 200");
            try (Http2Peer third = Http2Peer.connect(server)) {
                // The place is free: it is the one of this connection now.
                assertThat(third.send(third.get("/"), true).next()).startsWith(":status: 404");
                // And so the first has none for another request.
                assertThat(peer.send(peer.get("/"), true).next()).isEqualTo("RST_STREAM REFUSED_STREAM");
            }
        }
    }

    @Tag("SEC-30")
    @Test
    void requestWithoutADecisionEndsAtTheHandshakeTimeout() throws Exception {
        NettyServer server = echo().options(WebSocketOptions.builder()
                        .handshakeTimeout(Duration.ofMillis(500))
                        .build())
                .decider(request -> new CompletableFuture<>())
                .start();
        try (server;
                Http2Peer peer = Http2Peer.connect(server)) {
            assertThat(peer.send(peer.webSocket("/"), false).next()).isEqualTo("RST_STREAM CANCEL");
            // Then it has nothing open, for as long again.
            assertThat(peer.goAway.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isZero();
            peer.channel.closeFuture().sync();
        }
        // Behind its close, as the peer may see the end before the server's own loop has heard of it.
        assertThat(server.settings().handshakes().addresses()).isZero();
    }

    @Test
    void capCountsSocketsAndNotStreams() throws Exception {
        try (NettyServer server = echo().maxConnections(2).start();
                Http2Peer peer = Http2Peer.connect(server)) {
            for (int i = 0; i < 5; i++) {
                assertThat(peer.send(peer.webSocket("/"), false).next()).isEqualTo(":status: 200");
            }
            try (Http2Peer second = Http2Peer.connect(server)) {
                assertThat(second.send(second.webSocket("/"), false).next()).isEqualTo(":status: 200");
                assertThat(server.connections()).isEqualTo(6);
            }
        }
    }

    @Test
    void connectionOnWhichTooManyStreamsAreResetIsEnded() throws Exception {
        try (NettyServer server = echo().maxResetsPerConnection(2).start();
                Http2Peer peer = Http2Peer.connect(server)) {
            for (int i = 0; i < 3; i++) {
                assertThat(peer.goAway).isNotDone();
                Http2Peer.Stream stream = peer.send(peer.webSocket("/"), false);
                assertThat(stream.next()).isEqualTo(":status: 200");
                stream.channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
            }
            assertThat(peer.goAway.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isEqualTo(Http2Error.ENHANCE_YOUR_CALM.code());
        }
    }

    @Test
    void numberOfResetsIsChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NettyServer.builder().maxResetsPerConnection(0))
                .withMessage("maxResetsPerConnection must be at least 1, not 0");
    }

    @Test
    void numberOfStreamsIsChecked() {
        for (int streams : new int[] {0, Http2Setup.MOST_STREAMS + 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> NettyServer.builder().maxStreamsPerConnection(streams))
                    .withMessage("maxStreamsPerConnection must be 1 to 16384, not " + streams);
        }
    }

    private static NettyServer.Builder echo() {
        return NettyServer.builder().port(0).http2(true).listener(request -> ECHO);
    }

    /** Pauses as soon as it is open. */
    private static final class Paused implements WebSocketListener {

        /** The first is read, and kept: what follows stays on the stream. */
        static final int MESSAGES = 5;

        final CompletableFuture<WebSocket> open = new CompletableFuture<>();
        private final CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
        private volatile boolean received;

        void assertLostUnread() throws Exception {
            assertThat(closed.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .extracting(CloseEvent::code, CloseEvent::wasClean)
                    .containsExactly(1006, false);
            assertThat(received).isFalse();
        }

        @Override
        public void onOpen(WebSocket socket) {
            socket.pause();
            open.complete(socket);
        }

        @Override
        public void onBinary(WebSocket socket, ByteBuffer message) {
            received = true;
        }

        @Override
        public void onClose(WebSocket socket, CloseEvent event) {
            closed.complete(event);
        }
    }

    /** Sends all messages at once, checks that they come back in their order, and closes. */
    private static final class Conversation implements WebSocketListener {

        final CompletableFuture<WebSocket> open = new CompletableFuture<>();
        final CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
        volatile int received;

        void begin() {
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(open.join().send("Message " + i)).isTrue();
            }
        }

        @Override
        public void onOpen(WebSocket socket) {
            open.complete(socket);
        }

        @Override
        public void onText(WebSocket socket, String message) {
            int number = received;
            assertThat(message).isEqualTo("Message " + number);
            received = number + 1;
            if (number + 1 == MESSAGES) {
                socket.close();
            }
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            open.completeExceptionally(error);
            closed.completeExceptionally(error);
        }

        @Override
        public void onClose(WebSocket socket, CloseEvent event) {
            closed.complete(event);
        }
    }
}
