package dev.heddle.conformance.interop;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/** A TLS client that tells how TLS ended; sockets of the JDK take a torn connection for a regular end. */
final class TlsPeer implements AutoCloseable {

    private final EventLoopGroup group;
    private final Channel channel;
    private final Events events;

    private TlsPeer(EventLoopGroup group, Channel channel, Events events) {
        this.group = group;
        this.channel = channel;
        this.events = events;
    }

    static TlsPeer connect(int port, TrustManagerFactory trust) throws SSLException {
        SslContext tls = SslContextBuilder.forClient().trustManager(trust).build();
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        Events events = new Events();
        Channel channel = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel made) {
                        made.pipeline().addLast(tls.newHandler(made.alloc(), "127.0.0.1", port), events);
                    }
                })
                .connect("127.0.0.1", port)
                .syncUninterruptibly()
                .channel();
        return new TlsPeer(group, channel, events);
    }

    void send(byte[] bytes) {
        channel.writeAndFlush(Unpooled.wrappedBuffer(bytes)).syncUninterruptibly();
    }

    /** Tells, when the connection has ended, whether a close_notify came before. */
    CompletableFuture<Boolean> closeNotified() {
        return events.closeNotified;
    }

    /** Returns what came, a character for each byte; to be called when the connection has ended. */
    String received() {
        return events.received.toString();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static final class Events extends SimpleChannelInboundHandler<ByteBuf> {

        final CompletableFuture<Boolean> closeNotified = new CompletableFuture<>();
        final StringBuilder received = new StringBuilder();

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            received.append(bytes.toString(StandardCharsets.ISO_8859_1));
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslCloseCompletionEvent end) {
                closeNotified.complete(end.isSuccess());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            closeNotified.complete(false);
        }
    }
}
