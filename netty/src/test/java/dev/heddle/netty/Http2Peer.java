package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Headers;
import dev.heddle.websocket.OpeningListener;
import dev.heddle.websocket.WebSocketConnection;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.CharsetUtil;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of HTTP/2 on Netty's own codec, which sends what a test wants and keeps what it gets. */
final class Http2Peer implements AutoCloseable {

    static final long PATIENCE_SECONDS = 60;

    final CompletableFuture<Http2Settings> settings = new CompletableFuture<>();
    final CompletableFuture<Long> goAway = new CompletableFuture<>();
    final Channel channel;
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final int port;

    private Http2Peer(int port, Http2Settings own, ChannelHandler... below) {
        this.port = port;
        channel = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        made.pipeline()
                                .addLast(below)
                                .addLast(
                                        Http2FrameCodecBuilder.forClient()
                                                .initialSettings(own)
                                                .validateHeaders(false)
                                                .encoderEnforceMaxConcurrentStreams(true)
                                                .gracefulShutdownTimeoutMillis(0)
                                                .build(),
                                        new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()),
                                        new Watcher());
                    }
                })
                .connect("127.0.0.1", port)
                .syncUninterruptibly()
                .channel();
        channel.writeAndFlush(new DefaultHttp2WindowUpdateFrame(1 << 26));
    }

    /** Connects, and waits for the server's settings. */
    static Http2Peer connect(NettyServer server) throws Exception {
        return connect(server.port(), Http2Settings.defaultSettings());
    }

    /**
     * Connects with settings of its own, and waits for the server's.
     *
     * @param below what stands in front of HTTP/2, such as TLS
     */
    static Http2Peer connect(int port, Http2Settings own, ChannelHandler... below) throws Exception {
        Http2Peer peer = new Http2Peer(port, own, below);
        peer.settings.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return peer;
    }

    /** Returns the head of a request for a WebSocket. */
    Http2Headers webSocket(String path) {
        return new DefaultHttp2Headers(false)
                .method("CONNECT")
                .scheme(channel.pipeline().get(SslHandler.class) == null ? "http" : "https")
                .authority("127.0.0.1:" + port)
                .path(path)
                .set(":protocol", "websocket")
                .set("sec-websocket-version", "13");
    }

    /** Returns the head of a plain request. */
    Http2Headers get(String path) {
        return new DefaultHttp2Headers(false)
                .method("GET")
                .scheme("http")
                .authority("127.0.0.1:" + port)
                .path(path);
    }

    /** Sends a request on a stream of its own. */
    Stream send(Http2Headers head, boolean end) throws Exception {
        Stream stream = new Stream();
        stream.channel = open(stream);
        stream.channel.writeAndFlush(new DefaultHttp2HeadersFrame(head, end)).sync();
        return stream;
    }

    /** Opens a WebSocket of our own on a stream, and waits until it is open. */
    WebSocketConnection open(String path, WebSocketListener listener) throws Exception {
        WebSocketOptions options = WebSocketOptions.defaults();
        OpeningListener opening = OpeningListener.of(listener, () -> {});
        CompletableFuture<WebSocketConnection> made = new CompletableFuture<>();
        Http2StreamChannel stream = open(new ChannelInboundHandlerAdapter());
        stream.eventLoop().execute(() -> {
            Http2Transport transport = new Http2Transport(stream, NettyTransport.watermarks(options));
            WebSocketConnection connection = WebSocketConnection.client(
                    "ws://127.0.0.1:" + port + path, Headers.empty(), opening, options, transport);
            StreamClientHandler handler = new StreamClientHandler(connection, transport, () -> {});
            stream.pipeline().addLast(handler);
            handler.start(stream);
            made.complete(connection);
        });
        opening.opened().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return made.join();
    }

    /** Sends a request on a stream of its own, of which only what is asked for is read. */
    StreamPeer ask(Http2Headers head) throws Exception {
        CompletableFuture<StreamPeer> made = new CompletableFuture<>();
        Http2StreamChannel stream = open(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel opened) {
                StreamPeer peer = new StreamPeer(true, opened);
                opened.pipeline().addLast(peer);
                made.complete(peer);
            }
        });
        stream.writeAndFlush(new DefaultHttp2HeadersFrame(head)).sync();
        return made.join();
    }

    private Http2StreamChannel open(ChannelHandler handler) throws Exception {
        return new Http2StreamChannelBootstrap(channel).handler(handler).open().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        channel.close();
        channel.closeFuture().awaitUninterruptibly();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** What comes for the connection as a whole. */
    private final class Watcher extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Http2SettingsFrame frame) {
                settings.complete(frame.settings());
            } else if (message instanceof Http2GoAwayFrame frame) {
                goAway.complete(frame.errorCode());
            }
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    /** What comes on one stream: the head, the bytes, and {@code END_STREAM} or {@code RST_STREAM} with its code. */
    static final class Stream extends ChannelInboundHandlerAdapter {

        Http2StreamChannel channel;
        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Http2HeadersFrame frame) {
                List<String> fields = new ArrayList<>();
                for (Map.Entry<CharSequence, CharSequence> field : frame.headers()) {
                    fields.add(field.getKey() + ": " + field.getValue());
                }
                Collections.sort(fields);
                events.add(String.join(", ", fields));
                end(frame.isEndStream());
            } else if (message instanceof Http2DataFrame frame) {
                if (frame.content().isReadable()) {
                    events.add(frame.content().toString(CharsetUtil.ISO_8859_1));
                }
                end(frame.isEndStream());
            }
            ReferenceCountUtil.release(message);
        }

        private void end(boolean isEnd) {
            if (isEnd) {
                events.add("END_STREAM");
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof Http2ResetFrame reset) {
                events.add("RST_STREAM " + Http2Error.valueOf(reset.errorCode()));
            }
            ReferenceCountUtil.release(event);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            events.add(cause.toString());
        }

        /** Waits for the next event. */
        String next() throws InterruptedException {
            String event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(event).as("an event within %s s", PATIENCE_SECONDS).isNotNull();
            return event;
        }
    }
}
