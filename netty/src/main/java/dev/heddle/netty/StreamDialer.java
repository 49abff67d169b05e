package dev.heddle.netty;

import dev.heddle.driver.ProxyUrl;
import dev.heddle.driver.WebSocketUrl;
import dev.heddle.websocket.HttpUrl;
import dev.heddle.websocket.ProxyHandshake;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Makes connections to servers, by proxies if there are any, over which nothing was said yet. */
final class StreamDialer {

    private final Dialer dialer;
    private final ClientTls tls;
    private final ChannelGroup channels;

    /**
     * Makes one.
     *
     * @param channels takes each channel
     */
    StreamDialer(Dialer dialer, ClientTls tls, ChannelGroup channels) {
        this.dialer = dialer;
        this.tls = tls;
        this.channels = channels;
    }

    /**
     * Connects to the server of a URL; on the loop.
     *
     * @return a connected channel of that loop, behind whose handlers there is room, told on the loop in front of its first event;
     *     to cancel it ends the attempt
     */
    Future<Channel> dial(EventLoop loop, HttpUrl url) {
        return dial(loop, url.server(), loop.newSucceededFuture(null));
    }

    /**
     * Connects to a server; on the loop.
     *
     * @param decided done, on the loop, when what the connection is for is open or has failed: another attempt's turn may come
     * @return as above
     */
    Future<Channel> dial(EventLoop loop, WebSocketUrl server, Future<Void> decided) {
        return new Attempt(loop, server, decided).start();
    }

    private final class Attempt implements Dial.Outcome {

        private final EventLoop loop;
        private final WebSocketUrl server;
        private final @Nullable ProxyUrl proxy;
        private final Dial dial;
        private final Future<Void> decided;
        private final Promise<Channel> outcome;

        Attempt(EventLoop loop, WebSocketUrl server, Future<Void> decided) {
            this.loop = loop;
            this.server = server;
            this.decided = decided;
            this.proxy = dialer.options().proxyOf(server);
            String host = proxy == null ? server.hostName() : proxy.hostName();
            int port = proxy == null ? server.port() : proxy.port();
            this.dial = new Dial(dialer, loop, host, port, this);
            this.outcome = loop.newPromise();
        }

        Future<Channel> start() {
            outcome.addListener(done -> {
                if (done.isSuccess()) {
                    decided.addListener(over -> dial.decided());
                } else {
                    dial.stop();
                    dial.decided();
                }
            });
            dial.start();
            return outcome;
        }

        @Override
        public void connected(Channel channel) {
            channels.add(channel);
            outcome.addListener(done -> {
                if (!done.isSuccess()) {
                    channel.close();
                }
            });
            if (proxy == null) {
                outcome.trySuccess(channel);
                return;
            }
            limitTunnel(proxy, dialer.options().webSocket().handshakeTimeout());
            try {
                ask(proxy, channel);
            } catch (RuntimeException e) {
                // A context for TLS that can not be used.
                outcome.tryFailure(e);
            }
        }

        private void ask(ProxyUrl to, Channel channel) {
            channel.pipeline().addFirst(new TunnelHandler(server, to, dialer.options(), new Tunnelled()));
            if (to.secure()) {
                channel.pipeline().addFirst(tls.toProxy(to, channel.alloc()));
            }
            channel.config().setAutoRead(true);
        }

        private void limitTunnel(ProxyUrl through, Duration timeout) {
            if (!timeout.isZero()) {
                String what = "No tunnel within " + timeout + " (handshakeTimeout)";
                Future<?> deadline = loop.schedule(
                        () -> outcome.tryFailure(ProxyHandshake.failure(through, what, new TimeoutException(what))),
                        timeout.toNanos(),
                        TimeUnit.NANOSECONDS);
                outcome.addListener(done -> deadline.cancel(false));
            }
        }

        @Override
        public void failed(Throwable cause) {
            outcome.tryFailure(proxy == null ? cause : ProxyHandshake.failure(proxy, cause.toString(), cause));
        }

        /** Behind the proxy, which has told of itself in its failures. */
        private final class Tunnelled implements TunnelHandler.Owner {

            @Override
            public void tunnelled(ChannelHandlerContext context) {
                context.channel().config().setAutoRead(false);
                context.pipeline().remove(context.handler());
                outcome.trySuccess(context.channel());
            }

            @Override
            public void failed(Throwable cause) {
                outcome.tryFailure(cause);
            }
        }
    }
}
