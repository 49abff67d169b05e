package dev.heddle.netty;

import dev.heddle.websocket.ClientOptions;
import dev.heddle.websocket.EventSourceClient;
import dev.heddle.websocket.EventSourceClientListener;
import dev.heddle.websocket.EventSourceClientOptions;
import dev.heddle.websocket.EventSourceRegistry;
import dev.heddle.websocket.HttpUrl;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;

/** The event streams of a client. Each has one loop, on which all its attempts connect. */
final class EventStreams {

    /** A peer that does not read must not hold up the end. */
    private static final long CLOSE_NOTIFY_MILLIS = 100;

    private final EventLoopGroup group;
    private final StreamDialer dialer;
    private final ClientTls tls;
    private final ClientOptions options;
    private final EventSourceRegistry registry = new EventSourceRegistry();

    EventStreams(EventLoopGroup group, Dialer dialer, ChannelGroup channels, ClientTls tls) {
        this.group = group;
        this.dialer = new StreamDialer(dialer, tls, channels);
        this.tls = tls;
        this.options = dialer.options();
    }

    EventSourceClient open(String url, EventSourceClientOptions wanted, EventSourceClientListener listener) {
        EventLoop loop = group.next();
        return registry.open(url, wanted, new NettyFetch(this, loop), new LoopScheduler(loop), listener);
    }

    /** Closes all, before the loops end. */
    void close() {
        registry.close();
    }

    void remove(NettyFetch fetch) {
        registry.remove(fetch);
    }

    ClientOptions options() {
        return options;
    }

    Future<Channel> dial(EventLoop loop, HttpUrl url) {
        return dialer.dial(loop, url);
    }

    SslHandler tlsHandler(Channel channel, HttpUrl url) {
        SslHandler handler = tls.toServer(url.hostName(), url.port(), channel.alloc());
        handler.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_MILLIS);
        return handler;
    }
}
