package dev.heddle.netty;

import dev.heddle.driver.Headers;
import dev.heddle.driver.ProxyUrl;
import dev.heddle.driver.WebSocketUrl;
import dev.heddle.websocket.ClientOptions;
import dev.heddle.websocket.OpeningListener;
import dev.heddle.websocket.ProxyHandshake;
import dev.heddle.websocket.Transport;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketConnection;
import dev.heddle.websocket.WebSocketListener;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Promise;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A client's WebSocket up to the channel that it lives on: {@link Dial} makes that, to the server or to the proxy in front of it,
 * or {@link Http2Origin} has a stream for it. Then there is a connection, whose handshake and its time begin with what the proxy is
 * asked. Without a channel there is one too, for its listener to hear of it. On its loop.
 */
final class Connecting implements Dial.Outcome {

    private final NettyClient client;
    private final ClientOptions options;
    private final ClientTls tls;
    private final EventLoop loop;
    private final WebSocketUrl server;
    private final @Nullable ProxyUrl proxy;
    private final Headers headers;
    private final CompletableFuture<WebSocket> opened;
    private final Dial dial;
    /** Where there may be a stream of HTTP/2 for it, held while it waits; null once that is settled. */
    private @Nullable Http2Origin origin;
    /** The turn of a connection that was made for HTTP/2 and speaks HTTP/1.1. */
    private @Nullable Promise<Void> turn;

    private OpeningListener opening;
    private boolean over;
    private boolean again;

    /**
     * Makes one; any thread.
     *
     * @param origin where there may be a stream of HTTP/2, held for this and on the same loop; null for HTTP/1.1
     */
    Connecting(
            NettyClient client,
            Dialer dialer,
            ClientTls tls,
            EventLoop loop,
            WebSocketUrl server,
            Headers headers,
            WebSocketListener listener,
            @Nullable Http2Origin origin) {
        this.client = client;
        this.options = dialer.options();
        this.tls = tls;
        this.loop = loop;
        this.server = server;
        this.proxy = options.proxyOf(server);
        this.headers = headers;
        String host = proxy == null ? server.hostName() : proxy.hostName();
        int port = proxy == null ? server.port() : proxy.port();
        this.dial = new Dial(dialer, loop, host, port, this);
        this.origin = origin;
        this.opening = OpeningListener.of(listener, this::decided);
        this.opened = opening.opened();
    }

    /** Returns what tells whether the WebSocket opens; any thread. */
    CompletableFuture<WebSocket> opened() {
        return opened;
    }

    /** Begins, on the loop; any thread. */
    void begin() {
        try {
            loop.execute(this::start);
        } catch (RejectedExecutionException e) {
            // Of loops that ended in between no listener would hear.
            client.isOver(this);
            opened.completeExceptionally(e);
        }
    }

    /** The client is closed; any thread. */
    void clientClosed() {
        onLoop(this::lost);
    }

    private void start() {
        CompletionStage<WebSocket> outcome = opened;
        outcome.whenComplete((open, failure) -> {
            if (failure != null) {
                onLoop(this::givenUp);
            }
        });
        if (client.isClosed()) {
            lost();
        } else if (origin != null) {
            origin.take(this);
        } else {
            dial.start();
        }
    }

    private void decided() {
        dial.decided();
        if (turn != null) {
            turn.trySuccess(null);
        }
    }

    // Over HTTP/2

    /** There is a stream for it. */
    void stream(Http2Connection carrier, Channel stream) {
        end();
        Http2Transport transport = new Http2Transport(stream, NettyTransport.watermarks(options.webSocket()));
        WebSocketConnection connection = connection(transport);
        StreamClientHandler handler = new StreamClientHandler(connection, transport, () -> tryAgain(carrier));
        stream.pipeline().addLast(handler);
        client.add(stream);
        opening.closeIfGivenUp(connection);
        handler.start(stream);
    }

    /** The server has not seen to the request: another connection may have better luck, once. The failure is told to nobody. */
    private void tryAgain(Http2Connection carrier) {
        carrier.leave();
        if (!again && !opened.isDone() && client.isOpenFor(this)) {
            again = true;
            over = false;
            opening = opening.again();
            Http2Origin held = client.streams().hold(server);
            origin = held;
            held.take(this);
        }
    }

    /** There is no stream to be had. */
    void noStream(Throwable cause) {
        end();
        WebSocketConnection connection = unconnected();
        connection.failed(cause);
        connection.closed();
    }

    /** The server speaks HTTP/1.1: a connection of its own is made. */
    void dial() {
        leaveOrigin();
        dial.start();
    }

    /**
     * The server speaks HTTP/1.1, on a channel that was made for HTTP/2.
     *
     * @param channel with TLS
     * @param held the turn of the channel, to be ended when this is open or has failed
     */
    void http1(Channel channel, Promise<Void> held) {
        turn = held;
        attach(channel).start();
    }

    // Over HTTP/1.1

    @Override
    public void connected(Channel channel) {
        WebSocketConnection connection = attach(channel);
        try {
            start(channel, connection);
        } catch (RuntimeException e) {
            // What the application has to say about TLS may throw.
            connection.failed(e);
        }
        channel.config().setAutoRead(true);
    }

    /** Makes the connection on a channel; the handshake's time begins. */
    private WebSocketConnection attach(Channel channel) {
        end();
        NettyTransport transport = new NettyTransport(channel, NettyTransport.watermarks(options.webSocket()));
        WebSocketConnection connection = connection(transport);
        // The handler before the group, which closes what comes too late.
        channel.pipeline().addLast(new ClientHandler(connection, transport));
        client.add(channel);
        opening.closeIfGivenUp(connection);
        connection.connected();
        return connection;
    }

    /** Begins with what is the nearest: the proxy, TLS or the WebSocket. Who starts a handshake stands in front of who hears of it. */
    private void start(Channel channel, WebSocketConnection connection) {
        ChannelPipeline pipeline = channel.pipeline();
        if (proxy != null) {
            pipeline.addFirst(new TunnelHandler(server, proxy, options, new Tunnelled(connection)));
            if (proxy.secure()) {
                pipeline.addFirst(tls.toProxy(proxy, channel.alloc()));
            }
        } else if (server.secure()) {
            pipeline.addFirst(toServer(channel.alloc()));
        } else {
            connection.start();
        }
    }

    private SslHandler toServer(ByteBufAllocator allocator) {
        return tls.toServer(server.hostName(), server.port(), allocator);
    }

    @Override
    public void failed(Throwable cause) {
        noStream(proxy == null ? cause : ProxyHandshake.failure(proxy, cause.toString(), cause));
    }

    private void givenUp() {
        if (!over) {
            end();
            WebSocketConnection connection = unconnected();
            connection.close();
            connection.closed();
        }
    }

    private void lost() {
        if (!over) {
            end();
            unconnected().closed();
        }
    }

    private void end() {
        over = true;
        dial.stop();
        leaveOrigin();
        client.isOver(this);
    }

    private void leaveOrigin() {
        Http2Origin held = origin;
        if (held != null) {
            origin = null;
            held.giveUp(this);
            held.pool().leave(held);
        }
    }

    private WebSocketConnection unconnected() {
        return connection(new Unconnected(loop));
    }

    private WebSocketConnection connection(Transport transport) {
        return WebSocketConnection.client(server.url(), headers, opening, options.webSocket(), transport);
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
            return;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            // The loop has ended, and did what there was to do before.
        }
    }

    /** Behind the proxy: TLS with the server, or the WebSocket itself. */
    private final class Tunnelled implements TunnelHandler.Owner {

        private final WebSocketConnection connection;

        Tunnelled(WebSocketConnection connection) {
            this.connection = connection;
        }

        @Override
        public void tunnelled(ChannelHandlerContext context) {
            if (server.secure()) {
                context.pipeline().addAfter(context.name(), null, toServer(context.alloc()));
                context.pipeline().remove(context.handler());
            } else {
                context.pipeline().remove(context.handler());
                connection.start();
            }
        }

        @Override
        public void failed(Throwable cause) {
            connection.failed(cause);
        }
    }
}
