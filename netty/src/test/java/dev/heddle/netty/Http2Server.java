package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server of HTTP/2 on Netty's own codec, which keeps what it gets and answers what a test wants. */
final class Http2Server implements AutoCloseable {

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final BlockingQueue<Http2Peer.Stream> streams = new LinkedBlockingQueue<>();
    private final BlockingQueue<Channel> connections = new LinkedBlockingQueue<>();
    private final BlockingQueue<Http2Error> goAways = new LinkedBlockingQueue<>();
    private final Channel listening;

    Http2Server(Http2Settings settings) {
        this(settings, null, false);
    }

    /**
     * Starts one.
     *
     * @param ownStreams handles the streams in the place of this one; null for none
     * @param tls whether it is by TLS
     */
    Http2Server(Http2Settings settings, @Nullable ChannelHandler ownStreams, boolean tls) {
        ChannelHandler handler = ownStreams == null ? new Streams() : ownStreams;
        listening = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        if (tls) {
                            made.pipeline().addLast(Tls.http2(false));
                        }
                        made.pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forServer()
                                                .initialSettings(settings)
                                                .validateHeaders(false)
                                                .gracefulShutdownTimeoutMillis(0)
                                                .build(),
                                        new Http2MultiplexHandler(handler),
                                        new Watcher());
                        connections.add(made);
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    /** Starts one that takes WebSockets. */
    static Http2Server start() {
        return new Http2Server(new Http2Settings().connectProtocolEnabled(true));
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    String url() {
        return "ws://127.0.0.1:" + port() + "/";
    }

    /** Waits for the next stream. */
    Http2Peer.Stream stream() throws InterruptedException {
        return next(streams);
    }

    /** Waits for the next connection. */
    Channel connection() throws InterruptedException {
        return next(connections);
    }

    /** Waits for the next GOAWAY of a client. */
    Http2Error goAway() throws InterruptedException {
        return next(goAways);
    }

    boolean hasStream() {
        return !streams.isEmpty();
    }

    boolean hasConnection() {
        return !connections.isEmpty();
    }

    /** Waits for the next stream, and accepts its WebSocket. */
    Http2Peer.Stream accept() throws InterruptedException {
        Http2Peer.Stream stream = stream();
        assertThat(stream.next()).contains(":protocol: websocket");
        respond(stream, "200", false);
        return stream;
    }

    static void respond(Http2Peer.Stream stream, String status, boolean end) {
        respond(stream, new DefaultHttp2Headers(false).set(":status", status), end);
    }

    static void respond(Http2Peer.Stream stream, Http2Headers head, boolean end) {
        stream.channel.writeAndFlush(new DefaultHttp2HeadersFrame(head, end));
    }

    /** Sends bytes, in hexadecimal digits. */
    static void data(Http2Peer.Stream stream, String hex, boolean end) {
        stream.channel.writeAndFlush(
                new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)), end));
    }

    static void reset(Http2Peer.Stream stream, Http2Error error) {
        stream.channel.writeAndFlush(new DefaultHttp2ResetFrame(error));
    }

    /** Goes away, as of a stream. */
    static void goAway(Channel connection, int lastStream) {
        connection.eventLoop().execute(() -> {
            ChannelHandlerContext codec = connection.pipeline().context(Http2FrameCodec.class);
            ((Http2FrameCodec) codec.handler())
                    .encoder()
                    .writeGoAway(codec, lastStream, 0, Unpooled.EMPTY_BUFFER, codec.newPromise());
            codec.flush();
        });
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("one within %s s", Http2Peer.PATIENCE_SECONDS).isNotNull();
        return next;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Streams extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel made) {
            Http2Peer.Stream stream = new Http2Peer.Stream();
            stream.channel = (Http2StreamChannel) made;
            made.pipeline().addLast(stream);
            streams.add(stream);
        }

        @Override
        public boolean isSharable() {
            return true;
        }
    }

    private final class Watcher extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Http2GoAwayFrame frame) {
                goAways.add(Http2Error.valueOf(frame.errorCode()));
            }
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
