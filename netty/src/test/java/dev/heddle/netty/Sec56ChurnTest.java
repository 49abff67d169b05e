package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.WebSocketListener;
import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2StreamChannel;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whoever comes only to go again, as often as the limits allow, leaves nothing behind. */
@Tag("SEC-56")
class Sec56ChurnTest {

    private static final int TIMES = 20_000;
    /** Less than the server takes of one connection. */
    private static final int STREAMS = 160;

    /** Half a kilobyte for each, which is less than any of them would hold. */
    private static final long BOUND = TIMES * 512L;

    @Test
    void streamsThatAreResetAtOnceLeaveNothing() throws Exception {
        try (NettyServer server = server()) {
            resetStreams(server, 10);
            long base = heap(server);
            resetStreams(server, TIMES / STREAMS);
            assertNothingIsLeft(server, base);
        }
    }

    @Test
    void connectionsThatAreResetAtOnceLeaveNothing() throws Exception {
        try (NettyServer server = server()) {
            resetConnections(server, 500);
            long base = heap(server);
            resetConnections(server, TIMES);
            assertNothingIsLeft(server, base);
        }
    }

    private static void resetStreams(NettyServer server, int connections) throws Exception {
        for (int connection = 0; connection < connections; connection++) {
            try (Http2Peer peer = Http2Peer.connect(server)) {
                for (int i = 0; i < STREAMS; i++) {
                    Http2StreamChannel stream = peer.send(peer.webSocket("/"), false).channel;
                    stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
                    stream.closeFuture().sync();
                }
                // It is there all the same, for who asks what is to be answered; all the others are behind.
                Http2Peer.Stream last = peer.send(peer.get("/"), true);
                assertThat(last.next()).startsWith(":status: 404");
            }
        }
    }

    private static void resetConnections(NettyServer server, int connections) throws Exception {
        byte[] request = String.join(
                        "\r\n",
                        "GET / HTTP/1.1",
                        "Host: 127.0.0.1",
                        "Connection: Upgrade",
                        "Upgrade: websocket",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                        "",
                        "")
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < connections; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.setSoLinger(true, 0);
                // Half of them say something.
                socket.getOutputStream().write(request, 0, i % 2 * request.length);
            }
        }
        // Behind all of them: they are taken in their order.
        try (Http2Peer peer = Http2Peer.connect(server)) {
            assertThat(peer.send(peer.get("/"), true).next()).startsWith(":status: 404");
        }
    }

    private static void assertNothingIsLeft(NettyServer server, long base) throws InterruptedException {
        assertThat(heap(server)).as("heap, from %s", base).isLessThan(base + BOUND);
        assertThat(server.connections()).isZero();
        assertThat(server.settings().handshakes().addresses()).isZero();
    }

    /** Returns how much is held when all that have come are gone. */
    private static long heap(NettyServer server) throws InterruptedException {
        awaitGone(server);
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void awaitGone(NettyServer server) throws InterruptedException {
        for (Channel channel : server.channels()) {
            if (!(channel instanceof ServerChannel)) {
                assertThat(channel.closeFuture().await(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .as("closed: %s", channel)
                        .isTrue();
            }
            // A channel tells of its end by a task of its own, and of its removal by one behind that.
            for (int i = 0; i < 3; i++) {
                channel.eventLoop().submit(() -> {}).sync();
            }
        }
    }

    private static NettyServer server() throws Exception {
        return NettyServer.builder()
                .port(0)
                .threads(1)
                .http2(true)
                .listener(request -> new WebSocketListener() {})
                .start();
    }
}
