package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.DefaultHttp2SettingsFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a client's WebSockets share connections of HTTP/2. */
class Http2PoolTest {

    private static final int SOCKETS = 1000;
    private static final int MESSAGES = 100;

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

    @Test
    void aThousandSocketsShareOneConnection() throws Exception {
        try (NettyServer server = echo().maxStreamsPerConnection(SOCKETS).start();
                NettyClient client = client()) {
            List<Recorder> recorders = new ArrayList<>();
            List<CompletableFuture<WebSocket>> openings = new ArrayList<>();
            for (int i = 0; i < SOCKETS; i++) {
                Recorder recorder = new Recorder();
                recorders.add(recorder);
                openings.add(client.connect(server.url(), recorder));
            }
            for (CompletableFuture<WebSocket> opening : openings) {
                WebSocket socket = get(opening);
                for (int i = 0; i < MESSAGES; i++) {
                    assertThat(socket.send("Message " + i)).isTrue();
                }
            }
            assertThat(server.connections()).isEqualTo(SOCKETS);
            assertThat(carriers(server)).isEqualTo(1);
            for (int i = 0; i < SOCKETS; i++) {
                for (int message = 0; message < MESSAGES; message++) {
                    assertThat(recorders.get(i).message()).isEqualTo("Message " + message);
                }
                openings.get(i).join().close();
            }
            for (Recorder recorder : recorders) {
                assertThat(get(recorder.closed))
                        .extracting(CloseEvent::code, CloseEvent::wasClean)
                        .containsExactly(1000, true);
            }
        }
    }

    @Test
    void whoDoesNotReadDoesNotStopTheOthers() throws Exception {
        CompletableFuture<WebSocket> first = new CompletableFuture<>();
        WebSocketListener echo = new WebSocketListener() {
            @Override
            public void onOpen(WebSocket socket) {
                first.complete(socket);
            }

            @Override
            public void onBinary(WebSocket socket, ByteBuffer message) {
                socket.send(message);
            }
        };
        try (NettyServer server = NettyServer.builder()
                        .port(0)
                        .http2(true)
                        .listener(request -> echo)
                        .start();
                NettyClient client = client()) {
            Recorder stalled = new Recorder();
            WebSocket slow = get(client.connect(server.url(), stalled));
            slow.pause();
            WebSocket sender = get(first);
            sender.send(ByteBuffer.allocate(1 << 20));
            Recorder recorder = new Recorder();
            WebSocket other = get(client.connect(server.url(), recorder));
            for (int i = 0; i < 100; i++) {
                other.send(ByteBuffer.allocate(1 << 16));
                assertThat(recorder.message()).isInstanceOf(ByteBuffer.class);
            }
            assertThat(carriers(server)).isEqualTo(1);
            assertThat(sender.bufferedAmount()).as("held by the window").isGreaterThan(1 << 19);
            assertThat(stalled.hasMessage()).isFalse();
            slow.resume();
            assertThat(((ByteBuffer) stalled.message()).remaining()).isEqualTo(1 << 20);
        }
    }

    @Test
    void whereThereIsNoRoomAnotherConnectionIsMade() throws Exception {
        try (NettyServer server = echo().maxStreamsPerConnection(3).start();
                NettyClient client = client()) {
            List<CompletableFuture<WebSocket>> openings = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                openings.add(client.connect(server.url(), new Recorder()));
            }
            for (CompletableFuture<WebSocket> opening : openings) {
                get(opening);
            }
            assertThat(carriers(server)).isEqualTo(3);
        }
    }

    @Test
    void connectionEndsWithItsLastStream() throws Exception {
        NettyClient client = client();
        try (Http2Server server = Http2Server.start();
                NettyClient closing = client) {
            Recorder recorder = new Recorder();
            CompletableFuture<WebSocket> opening = closing.connect(server.url(), recorder);
            Http2Peer.Stream stream = server.accept();
            get(opening);
            Http2Server.data(stream, "880203e8", true);
            assertThat(get(recorder.closed).code()).isEqualTo(1000);
            assertThat(server.goAway()).isEqualTo(Http2Error.NO_ERROR);
            server.connection().closeFuture().sync();
        }
        assertThat(client.streams().size()).as("servers held").isZero();
    }

    @Test
    void goAwayEndsNoSocketAndTheNextGoElsewhere() throws Exception {
        try (Http2Server server = Http2Server.start();
                NettyClient client = client()) {
            Recorder recorder = new Recorder();
            CompletableFuture<WebSocket> opening = client.connect(server.url(), recorder);
            Http2Peer.Stream stream = server.accept();
            get(opening);
            Channel first = server.connection();
            Http2Server.goAway(first, 3);
            // The GOAWAY is in front of it.
            Http2Server.data(stream, "810161", false);
            assertThat(recorder.message()).isEqualTo("a");
            CompletableFuture<WebSocket> second = client.connect(server.url(), new Recorder());
            assertThat(server.accept().channel.parent())
                    .isSameAs(server.connection())
                    .isNotSameAs(first);
            get(second);
            Http2Server.data(stream, "810162", false);
            assertThat(recorder.message()).isEqualTo("b");
            assertThat(first.isOpen()).isTrue();
            Http2Server.data(stream, "880203e8", true);
            assertThat(get(recorder.closed).code()).isEqualTo(1000);
            first.closeFuture().sync();
        }
    }

    @Test
    void streamThatAGoAwayDoesNotCoverIsAskedForAgain() throws Exception {
        try (Http2Server server = Http2Server.start();
                NettyClient client = client()) {
            Recorder recorder = new Recorder();
            CompletableFuture<WebSocket> opening = client.connect(server.url(), recorder);
            server.stream().next();
            Channel first = server.connection();
            Http2Server.goAway(first, 0);
            Http2Peer.Stream again = server.accept();
            assertThat(again.channel.parent()).isNotSameAs(first);
            WebSocket socket = get(opening);
            socket.send("Hello");
            assertThat(again.next()).hasSize(2 + 4 + 5);
            first.closeFuture().sync();
            assertThat(recorder.error).isNotDone();
        }
    }

    @Test
    void refusedStreamIsAskedForAgainOnce() throws Exception {
        try (Http2Server server = Http2Server.start();
                NettyClient client = client()) {
            Recorder recorder = new Recorder();
            CompletableFuture<WebSocket> opening = client.connect(server.url(), recorder);
            Http2Server.reset(server.stream(), Http2Error.REFUSED_STREAM);
            Channel first = server.connection();
            Http2Peer.Stream again = server.stream();
            assertThat(again.channel.parent()).isNotSameAs(first);
            Http2Server.reset(again, Http2Error.REFUSED_STREAM);
            assertThat(get(recorder.error)).hasMessageContaining("REFUSED_STREAM");
            assertThat(get(recorder.closed).code()).isEqualTo(1006);
            // The future fails behind the close event.
            assertThat(opening).failsWithin(10, TimeUnit.SECONDS);
            server.connection().closeFuture().sync();
            assertThat(server.hasConnection()).isFalse();
        }
    }

    @Test
    void whoWaitsForRoomGetsItWhenTheServerGivesMore() throws Exception {
        Http2Settings one = new Http2Settings().connectProtocolEnabled(true).maxConcurrentStreams(1);
        try (Http2Server server = new Http2Server(one);
                NettyClient client = client()) {
            CompletableFuture<WebSocket> opening = client.connect(server.url(), new Recorder());
            Http2Peer.Stream first = server.accept();
            get(opening);
            Channel connection = server.connection();
            connection
                    .writeAndFlush(new DefaultHttp2SettingsFrame(
                            new Http2Settings().connectProtocolEnabled(true).maxConcurrentStreams(2)))
                    .sync();
            Http2Server.data(first, "8900", false);
            // The pong is behind the new settings' arrival.
            assertThat(first.next()).isNotEmpty();
            CompletableFuture<WebSocket> second = client.connect(server.url(), new Recorder());
            assertThat(server.accept().channel.parent()).isSameAs(connection);
            get(second);
        }
    }

    @Tag("WS-005")
    @Test
    void socketsThatOpenAtOnceMakeOneConnection() throws Exception {
        try (Http2Server server = Http2Server.start();
                NettyClient client = client()) {
            for (int i = 0; i < 3; i++) {
                client.connect(server.url(), new Recorder());
            }
            Channel connection = server.connection();
            for (int i = 0; i < 3; i++) {
                assertThat(server.stream().channel.parent()).isSameAs(connection);
            }
            assertThat(server.hasConnection()).isFalse();
        }
    }

    @Test
    void contextOfAnotherEngineIsRefused() throws Exception {
        DelegatingSslContext other =
                new DelegatingSslContext(SslContextBuilder.forClient().build()) {
                    @Override
                    protected void initEngine(SSLEngine engine) {
                        // As it is.
                    }
                };
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        NettyClient.builder().tls(other).http2(Http2Mode.ALPN).build())
                .withMessageStartingWith("HTTP/2 needs a TLS context of the JDK's engine");
    }

    private static NettyServer.Builder echo() {
        return NettyServer.builder().port(0).http2(true).listener(request -> ECHO);
    }

    /** Counts the connections of HTTP/2. */
    private static long carriers(NettyServer server) {
        return server.channels().stream()
                .filter(channel -> channel.pipeline().get(Http2Streams.class) != null)
                .count();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static NettyClient client() {
        return NettyClient.builder().threads(1).http2(Http2Mode.PRIOR_KNOWLEDGE).build();
    }
}
