package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.Decision;
import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.EventSource;
import dev.heddle.websocket.EventSourceListener;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketConnection;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An endpoint in the streams of an application that has a server of HTTP/2 of its own. */
class EndpointStreamsTest {

    /** What comes to an end does so by an event. */
    private static final WebSocketOptions WITHOUT_TIMEOUTS = WebSocketOptions.builder()
            .handshakeTimeout(Duration.ZERO)
            .pingInterval(Duration.ZERO)
            .idleTimeout(Duration.ZERO)
            .closeTimeout(Duration.ZERO)
            .build();

    private final CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
    private final CompletableFuture<Decision> decision = new CompletableFuture<>();
    private final Http2Application application = new Http2Application(Endpoint.builder()
            .path("/chat")
            .options(WITHOUT_TIMEOUTS)
            .decider(request -> request.resource().equals("/chat?later")
                    ? decision
                    : CompletableFuture.completedFuture(Decision.accept(new Echo())))
            .events("/events", request -> new EventSourceListener() {
                @Override
                public void onOpen(EventSource source) {
                    source.send("first");
                }
            })
            .build());

    private Http2Peer peer;

    private Http2Peer peer() throws Exception {
        peer = Http2Peer.connect(application.port(), Http2Settings.defaultSettings());
        return peer;
    }

    @AfterEach
    void close() {
        if (peer != null) {
            peer.close();
        }
        application.close();
    }

    @Test
    void streamsOfBothStandBesideEachOther() throws Exception {
        Recorder chat = new Recorder();
        WebSocketConnection socket = peer().open("/chat", chat);
        Application chats = application.stream();
        Http2Peer.Stream page = peer.send(peer.get("/page"), true);
        assertThat(page.next()).startsWith(":status: 200, ");
        assertThat(page.next()).isEqualTo("page");
        assertThat(page.next()).isEqualTo("END_STREAM");
        Application pages = application.stream();
        assertThat(pages.received)
                .hasAtLeastOneElementOfType(HttpRequest.class)
                .hasAtLeastOneElementOfType(LastHttpContent.class);
        assertThat(socket.send("hello")).isTrue();
        assertThat(chat.message()).isEqualTo("hello");
        assertThat(application.endpoint.connections()).isEqualTo(1);
        // Nothing of it reached the application, whose handlers are gone.
        assertThat(chats.received).isEmpty();
        assertThat(chats.removed).isTrue();
        socket.close();
        assertThat(closed.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS).wasClean())
                .isTrue();
        assertThat(chat.closed.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS).wasClean())
                .isTrue();
        pages.release();
    }

    @Test
    void eventStreamIsTheEndpoints() throws Exception {
        Http2Peer.Stream stream = peer().send(peer.get("/events").set("accept", "text/event-stream"), true);
        assertThat(stream.next()).contains(":status: 200", "content-type: text/event-stream");
        String came = "";
        while (!came.contains("data: first")) {
            came += stream.next();
        }
        assertThat(application.stream().received).isEmpty();
    }

    @Test
    void whatIsNotTheEndpointsIsTheApplications() throws Exception {
        Http2Peer.Stream other = peer().send(peer.webSocket("/other"), true);
        Application first = application.stream();
        assertThat(other.next()).startsWith(":status: 200, ");
        assertThat(first.received).isNotEmpty();
        // A head that no handshake may have: the codec here does not validate.
        Http2Headers malformed = peer.get("/page").set("connection", "close");
        assertThat(peer.send(malformed, true).next()).startsWith(":status: 200, ");
        Application second = application.stream();
        assertThat(second.received).isNotEmpty();
        first.release();
        second.release();
    }

    @Tag("SEC-27")
    @Test
    void refusalEndsTheStreamAlone() throws Exception {
        Http2Peer.Stream stream = peer().send(peer.webSocket("/chat").set("origin", "http://evil.test"), false);
        assertThat(stream.next()).contains(":status: 403");
        assertThat(stream.next()).isEqualTo("Origin is not allowed");
        assertThat(stream.next()).isEqualTo("END_STREAM");
        assertThat(stream.next()).isEqualTo("RST_STREAM NO_ERROR");
        assertThat(application.stream().received).isEmpty();
        Http2Peer.Stream page = peer.send(peer.get("/page"), true);
        assertThat(page.next()).startsWith(":status: 200, ");
        application.stream().release();
    }

    @Test
    void decisionMayComeLater() throws Exception {
        Http2Peer.Stream stream = peer().send(peer.webSocket("/chat?later"), false);
        Application part = application.stream();
        decision.complete(Decision.accept(new Echo()));
        assertThat(stream.next()).contains(":status: 200");
        assertThat(part.received).isEmpty();
    }

    /** Netty leaves a stream open that is not read, and has something to read. */
    @Test
    void endOfTheConnectionEndsWhatIsPaused() throws Exception {
        Recorder chat = new Recorder();
        WebSocketConnection socket = peer().open("/chat", chat);
        application.stream();
        assertThat(socket.send("pause")).isTrue();
        assertThat(chat.message()).isEqualTo("paused");
        assertThat(socket.send("unread")).isTrue();
        awaitArrival();
        assertThat(application.endpoint.connections()).isEqualTo(1);
        peer.channel.close().sync();
        assertThat(closed.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS).wasClean())
                .isFalse();
    }

    @Test
    void endOfTheConnectionEndsWhatIsUndecided() throws Exception {
        Http2Peer.Stream asking = peer().send(peer.webSocket("/chat?later"), false);
        Channel stream = application.stream().channel();
        asking.channel
                .writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(new byte[] {1})))
                .sync();
        awaitArrival();
        peer.channel.close().sync();
        assertThat(stream.closeFuture().await(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isTrue();
        decision.complete(Decision.accept(new Echo()));
        assertThat(application.endpoint.connections()).isZero();
    }

    @Test
    void shutdownIsTheEndpointsAlone() throws Exception {
        Recorder chat = new Recorder();
        peer().open("/chat", chat);
        application.stream();
        CompletableFuture<Void> stopped =
                application.endpoint.shutdown(Duration.ofSeconds(20)).toCompletableFuture();
        assertThat(chat.closed.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS).code())
                .isEqualTo(1001);
        stopped.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(peer.send(peer.webSocket("/chat"), false).next()).contains(":status: 503");
        application.stream();
        Http2Peer.Stream page = peer.send(peer.get("/page"), true);
        assertThat(page.next()).startsWith(":status: 200, ");
        application.stream().release();
    }

    @Test
    void itStandsInFrontOfWhatMakesRequestsOfFrames() throws Exception {
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        ChannelInboundHandlerAdapter watcher = new ChannelInboundHandlerAdapter() {
            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                refused.complete(cause);
            }
        };
        Channel stream = new Http2StreamChannelBootstrap(peer().channel)
                .handler(watcher)
                .open()
                .sync()
                .getNow();
        stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(true), application.endpoint);
        assertThat(refused.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS))
                .hasRootCauseMessage("EndpointHandler needs the frames of a stream: "
                        + "it must be in front of an Http2StreamFrameToHttpObjectCodec");
    }

    /** Waits until the server has what was sent on the connection. */
    private void awaitArrival() throws Exception {
        Http2Peer.Stream behind = peer.send(peer.get("/page"), true);
        assertThat(behind.next()).startsWith(":status: 200, ");
        application.stream().release();
    }

    private final class Echo implements WebSocketListener {

        @Override
        public void onText(WebSocket socket, String message) {
            if (message.equals("pause")) {
                socket.send("paused");
                socket.pause();
            } else {
                socket.send(message);
            }
        }

        @Override
        public void onClose(WebSocket socket, CloseEvent event) {
            closed.complete(event);
        }
    }
}
