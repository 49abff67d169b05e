package dev.heddle.netty;

import dev.heddle.driver.Limits;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Sets up each connection that a server takes, and stops taking them at the limit. */
final class ServerInitializer extends ChannelInitializer<SocketChannel> {

    private static final long CLOSE_NOTIFY_MILLIS = 250;
    /** How often a socket is read before others have their turn, as Netty's own allocators have it. */
    private static final int READS = 16;

    private final NettyServer.Settings settings;
    private final @Nullable SslContext tls;
    private final ChannelGroup channels;
    private final int maxConnections;
    /** Null if the server does not speak HTTP/2. */
    private final @Nullable Http2Setup http2;
    /** How many sockets are open: of the channels some may be streams of one. */
    private final AtomicInteger open = new AtomicInteger();
    /** As each channel has of its own by default, but one for all. */
    private final RecvByteBufAllocator reads = new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(READS);

    private final ChannelFutureListener ended = closed -> {
        open.decrementAndGet();
        acceptWhileFewer(closed.channel());
    };

    ServerInitializer(
            NettyServer.Settings settings,
            @Nullable SslContext tls,
            ChannelGroup channels,
            int maxConnections,
            @Nullable Http2Setup http2) {
        this.settings = settings;
        this.tls = tls;
        this.channels = channels;
        this.maxConnections = maxConnections;
        this.http2 = http2;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        channels.add(channel);
        open.incrementAndGet();
        channel.config().setRecvByteBufAllocator(reads);
        channel.closeFuture().addListener(ended);
        acceptWhileFewer(channel);
        if (tls != null) {
            SslHandler handler = tls.newHandler(channel.alloc());
            handler.setHandshakeTimeoutMillis(
                    settings.serving().endpoint().options().handshakeTimeout().toMillis());
            // A peer that does not read must not hold up the end.
            handler.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_MILLIS);
            channel.pipeline().addLast(handler);
        }
        if (http2 != null) {
            channel.pipeline().addLast(tls == null ? new PrefaceHandler(http2) : new AlpnHandler(http2, tls));
        }
        Limits limits = settings.serving().endpoint().options().driver().limits();
        channel.pipeline()
                .addLast(
                        new HttpServerCodec(new HttpDecoderConfig()
                                .setMaxInitialLineLength(limits.maxStartLine())
                                .setMaxHeaderSize(limits.maxHead())),
                        new HttpHandler(settings));
    }

    /** Stops accepting at the limit, and goes on below it; twice, as the number may change in between. */
    private void acceptWhileFewer(Channel changed) {
        Channel listening = changed.parent();
        listening.config().setAutoRead(open.get() < maxConnections);
        listening.config().setAutoRead(open.get() < maxConnections);
    }
}
