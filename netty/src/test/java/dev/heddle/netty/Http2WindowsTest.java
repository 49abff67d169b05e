package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Response;
import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.Decision;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketConnection;
import dev.heddle.websocket.WebSocketListener;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The windows of HTTP/2: what streams hold that are not read, and what they give back when they end. */
class Http2WindowsTest {

    private static final int STREAMS = 4;
    private static final int WINDOW = 65_535;

    /** Pauses when it is told to, and sends back everything else. */
    private static final WebSocketListener ECHO = new WebSocketListener() {

        @Override
        public void onText(WebSocket socket, String message) {
            socket.pause();
            socket.send(message);
        }

        @Override
        public void onBinary(WebSocket socket, ByteBuffer message) {
            socket.send(message);
        }
    };

    private final BlockingQueue<CompletableFuture<Decision>> undecided = new LinkedBlockingQueue<>();

    @Test
    void allStreamsButOneMayHoldTheirWindowsAndTheOneGoesOn() throws Exception {
        try (NettyServer server = server();
                Http2Peer peer = Http2Peer.connect(server)) {
            List<WebSocketConnection> paused = new ArrayList<>();
            for (int i = 1; i < STREAMS; i++) {
                Recorder recorder = new Recorder();
                WebSocketConnection slow = open(peer, recorder);
                slow.send("Pause");
                assertThat(recorder.message()).isEqualTo("Pause");
                // Far more than the windows hold.
                slow.send(ByteBuffer.allocate(1 << 20));
                paused.add(slow);
            }
            Recorder recorder = new Recorder();
            WebSocketConnection other = open(peer, recorder);
            for (int i = 0; i < 100; i++) {
                other.send(ByteBuffer.allocate(1 << 16));
                assertThat(recorder.message()).isInstanceOf(ByteBuffer.class);
            }
            assertThat(paused).allSatisfy(slow -> assertThat(slow.bufferedAmount())
                    .as("held by the window")
                    .isGreaterThan(1 << 19));
        }
    }

    @Tag("SEC-56")
    @Test
    void streamThatIsResetBeforeItsDecisionGivesItsWindowBack() throws Exception {
        try (NettyServer server = server();
                Http2Peer peer = Http2Peer.connect(server)) {
            Http2Peer.Stream stream = peer.send(peer.webSocket("/"), false);
            fill(stream);
            stream.channel
                    .writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL))
                    .sync();
            decision();
            assertAllIsGivenBack(server, peer);
        }
    }

    @Tag("SEC-56")
    @Test
    void streamWhoseConnectionEndsBeforeItsDecisionIsClosed() throws Exception {
        try (NettyServer server = server();
                Http2Peer peer = Http2Peer.connect(server)) {
            Http2Peer.Stream stream = peer.send(peer.webSocket("/"), false);
            fill(stream);
            // Who closes without having read all resets, and may take the request back with it.
            CompletableFuture<Decision> decision = decision();
            assertEndsWith(peer, connection(server));
            decision.complete(Decision.accept(ECHO));
            assertNothingIsLeft(server);
        }
    }

    @Test
    void streamThatEndsBeforeItsDecisionGivesItsWindowBack() throws Exception {
        try (NettyServer server = server();
                Http2Peer peer = Http2Peer.connect(server)) {
            Http2Peer.Stream stream = peer.send(peer.webSocket("/"), false);
            fill(stream);
            stream.channel.writeAndFlush(new DefaultHttp2DataFrame(true)).sync();
            decision().complete(Decision.refuse(Response.text(403, "No")));
            assertThat(stream.next()).startsWith(":status: 403");
            assertAllIsGivenBack(server, peer);
        }
    }

    @Test
    void streamThatIsRefusedGivesItsWindowBack() throws Exception {
        try (NettyServer server = server();
                Http2Peer peer = Http2Peer.connect(server)) {
            Http2Peer.Stream stream = peer.send(peer.webSocket("/"), false);
            fill(stream);
            decision().complete(Decision.refuse(Response.text(403, "No")));
            assertThat(stream.next()).startsWith(":status: 403");
            assertThat(stream.next()).isEqualTo("No");
            assertThat(stream.next()).isEqualTo("END_STREAM");
            assertThat(stream.next()).isEqualTo("RST_STREAM NO_ERROR");
            assertAllIsGivenBack(server, peer);
        }
    }

    @Test
    void webSocketThatIsResetWhilePausedGivesItsWindowBack() throws Exception {
        Recorder atServer = new Recorder();
        CompletableFuture<WebSocket> open = new CompletableFuture<>();
        try (NettyServer server = NettyServer.builder()
                        .port(0)
                        .http2(true)
                        .listener(request -> new WebSocketListener() {
                            @Override
                            public void onOpen(WebSocket socket) {
                                socket.pause();
                                open.complete(socket);
                            }

                            @Override
                            public void onClose(WebSocket socket, CloseEvent event) {
                                atServer.onClose(socket, event);
                            }
                        })
                        .start();
                Http2Peer peer = Http2Peer.connect(server)) {
            Http2Peer.Stream stream = peer.send(peer.webSocket("/"), false);
            open.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS);
            fill(stream);
            stream.channel
                    .writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL))
                    .sync();
            assertThat(atServer.closed
                            .get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS)
                            .code())
                    .isEqualTo(1006);
            assertAllIsGivenBack(server, peer);
        }
    }

    private NettyServer server() throws Exception {
        return NettyServer.builder()
                .port(0)
                .http2(true)
                .maxStreamsPerConnection(STREAMS)
                .decider(request -> {
                    CompletableFuture<Decision> decision = new CompletableFuture<>();
                    undecided.add(decision);
                    return decision;
                })
                .start();
    }

    private WebSocketConnection open(Http2Peer peer, Recorder recorder) throws Exception {
        CompletableFuture<Void> accepted =
                CompletableFuture.runAsync(() -> decision().complete(Decision.accept(ECHO)));
        WebSocketConnection connection = peer.open("/", recorder);
        accepted.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS);
        return connection;
    }

    private CompletableFuture<Decision> decision() {
        try {
            CompletableFuture<Decision> next = undecided.poll(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("a request to decide about").isNotNull();
            return next;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends as much as the stream's window takes: a part of a message. */
    private static void fill(Http2Peer.Stream stream) throws Exception {
        byte[] part = new byte[WINDOW];
        // A binary message of 0x20000 bytes, masked with zeros.
        byte[] head = {(byte) 0x82, (byte) 0xff, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0};
        System.arraycopy(head, 0, part, 0, head.length);
        stream.channel
                .writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(part)))
                .sync();
    }

    /** Behind an answer to another request, nothing of the connection's window is held. */
    private static void assertAllIsGivenBack(NettyServer server, Http2Peer peer) throws Exception {
        assertThat(peer.send(peer.get("/"), true).next()).startsWith(":status: 404");
        Channel connection = connection(server);
        Http2Connection http2 = connection.pipeline().get(Http2FrameCodec.class).connection();
        int held = connection
                .eventLoop()
                .submit(() -> http2.local().flowController().unconsumedBytes(http2.connectionStream()))
                .get();
        assertThat(held).as("bytes that hold the window").isZero();
        assertEndsWith(peer, connection);
        assertNothingIsLeft(server);
    }

    private static Channel connection(NettyServer server) {
        return server.channels().stream()
                .filter(channel -> channel.pipeline().get(Http2FrameCodec.class) != null)
                .findAny()
                .orElseThrow();
    }

    private static void assertEndsWith(Http2Peer peer, Channel connection) throws Exception {
        peer.close();
        assertThat(connection.closeFuture().await(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isTrue();
    }

    private static void assertNothingIsLeft(NettyServer server) {
        server.close();
        assertThat(server.settings().handshakes().addresses()).isZero();
        assertThat(server.connections()).isZero();
    }
}
