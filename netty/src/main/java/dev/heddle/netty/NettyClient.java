package dev.heddle.netty;

import dev.heddle.driver.Headers;
import dev.heddle.driver.WebSocketUrl;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketConnection;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * A client: one set of event loops for any number of WebSockets.
 *
 * <pre>{@code
 * try (NettyClient client = NettyClient.builder().build()) {
 *     WebSocket socket = client.connect("ws://127.0.0.1:8000/", listener).join();
 *     socket.send("Hello");
 * }
 * }</pre>
 *
 * <p>For {@code wss:} the server's certificate and host name are always checked. The event loops are daemon threads: they
 * do not keep the JVM alive.
 */
public final class NettyClient implements AutoCloseable {

    private final EventLoopGroup group;
    /** Looks up names, which blocks in the JDK: not for an event loop. */
    private final ExecutorService lookups;

    private final SslContext tls;
    private final Headers headers;
    private final WebSocketOptions options;
    private final Duration connectTimeout;

    private NettyClient(Builder builder) {
        this.tls = builder.tls == null ? defaultTls() : builder.tls;
        this.headers = builder.headers;
        this.options = builder.options;
        this.connectTimeout = builder.connectTimeout;
        this.group = Loops.group("heddle-client", builder.threads, true);
        this.lookups = Executors.newCachedThreadPool(new DefaultThreadFactory("heddle-lookup", true));
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Opens a WebSocket.
     *
     * @param url a {@code ws:} or {@code wss:} URL
     * @param listener takes the events, also those of a failure to connect
     * @return the socket once it is open, or why it could not be opened
     * @throws IllegalArgumentException if the URL is not a valid WebSocket URL
     * @throws IllegalStateException if the client is closed
     */
    public CompletableFuture<WebSocket> connect(String url, WebSocketListener listener) {
        WebSocketUrl target = WebSocketUrl.parse(url);
        if (group.isShuttingDown()) {
            throw new IllegalStateException("The client is closed");
        }
        Opening opening = new Opening(listener);
        Initializer initializer = new Initializer(target, opening);
        ChannelFuture registration = new Bootstrap()
                .group(group)
                .channel(Loops.clientChannel())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectTimeoutMillis())
                .handler(initializer)
                .register();
        if (registration.isDone() && !registration.isSuccess()) {
            // Of loops that ended in between no listener would hear.
            opening.fail(registration.cause());
            return opening.opened();
        }
        registration.addListener(registered -> {
            if (registered.isSuccess()) {
                initializer.connect();
            } else {
                opening.fail(registered.cause());
            }
        });
        return opening.opened();
    }

    private int connectTimeoutMillis() {
        return (int) Math.min(connectTimeout.toMillis(), Integer.MAX_VALUE);
    }

    /**
     * Breaks off what is still connected and ends the event loops; waits for their end, but not inside a listener, which
     * is on one of them.
     */
    @Override
    public void close() {
        lookups.shutdown();
        Future<?> end = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        if (!Loops.isLoopOf(group)) {
            end.awaitUninterruptibly();
        }
    }

    private static SslContext defaultTls() {
        try {
            return SslContextBuilder.forClient().build();
        } catch (SSLException e) {
            throw new IllegalStateException("The platform's own TLS settings do not work", e);
        }
    }

    /** Builds a client. */
    public static final class Builder {

        private int threads;
        private @Nullable SslContext tls;
        private Headers headers = Headers.empty();
        private WebSocketOptions options = WebSocketOptions.defaults();
        private Duration connectTimeout = Duration.ofSeconds(10);

        private Builder() {}

        /** Sets the number of event loops, by default two for each core. */
        public Builder threads(int threads) {
            if (threads < 1) {
                throw new IllegalArgumentException("Threads must be at least 1, not " + threads);
            }
            this.threads = threads;
            return this;
        }

        /** Sets whom the client trusts, by default the platform's authorities; host names are checked in any case. */
        public Builder tls(SslContext context) {
            this.tls = context;
            return this;
        }

        /**
         * Adds a header to every handshake; a repeated name is ignored unless it is one that may repeat, such as
         * {@code Warning}.
         *
         * @throws IllegalArgumentException if it could not stand in a request, or the handshake sets it itself
         */
        public Builder header(String name, String value) {
            this.headers = headers.withCustom(name, value);
            return this;
        }

        /** Sets timeouts, limits and subprotocols. */
        public Builder options(WebSocketOptions options) {
            this.options = options;
            return this;
        }

        /** Sets the time to connect to one address, by default 10 s; at least 1 ms. */
        public Builder connectTimeout(Duration timeout) {
            if (timeout.toMillis() < 1) {
                throw new IllegalArgumentException("connectTimeout must be at least 1 ms, not " + timeout);
            }
            this.connectTimeout = timeout;
            return this;
        }

        /** Builds the client. */
        public NettyClient build() {
            return new NettyClient(this);
        }
    }

    /** Sets up the channel of one WebSocket, and then connects it. */
    private final class Initializer extends ChannelInitializer<SocketChannel> {

        private final WebSocketUrl target;
        private final Opening opening;
        private @Nullable SocketChannel channel;
        private @Nullable WebSocketConnection connection;

        Initializer(WebSocketUrl target, Opening opening) {
            this.target = target;
            this.opening = opening;
        }

        @Override
        protected void initChannel(SocketChannel newChannel) {
            channel = newChannel;
            NettyTransport transport = new NettyTransport(newChannel, options);
            connection = WebSocketConnection.client(target.url(), headers, opening, options, transport);
            if (target.secure()) {
                newChannel.pipeline().addLast(tlsHandler(newChannel));
            }
            newChannel.pipeline().addLast(new WebSocketHandler(connection, transport, true, target.secure()));
        }

        /** Looks up the name and connects; a failure of either ends the connection with its cause. */
        void connect() {
            Channel open = channel;
            WebSocketConnection pending = connection;
            if (open == null || pending == null) {
                opening.fail(new IllegalStateException("The channel was not set up"));
                return;
            }
            Future<?> deadline = open.eventLoop()
                    .schedule(
                            () -> pending.failed(new ConnectTimeoutException("No address of " + target.hostName()
                                    + " was found within " + connectTimeout + " (connectTimeout)")),
                            connectTimeout.toNanos(),
                            TimeUnit.NANOSECONDS);
            lookups.execute(() -> {
                InetSocketAddress address = new InetSocketAddress(target.hostName(), target.port());
                open.eventLoop().execute(() -> {
                    deadline.cancel(false);
                    if (address.isUnresolved()) {
                        pending.failed(new UnknownHostException(target.hostName()));
                    } else if (open.isOpen()) {
                        connect(open, pending, address);
                    }
                });
            });
        }

        private static void connect(Channel channel, WebSocketConnection pending, SocketAddress address) {
            channel.connect(address).addListener(connected -> {
                if (!connected.isSuccess()) {
                    pending.failed(connected.cause());
                }
            });
        }

        private SslHandler tlsHandler(SocketChannel newChannel) {
            SslHandler handler = tls.newHandler(newChannel.alloc(), target.hostName(), target.port());
            handler.setHandshakeTimeoutMillis(options.handshakeTimeout().toMillis());
            // Explicitly: a default of Netty's that a system property can turn off is not enough.
            SSLParameters parameters = handler.engine().getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            handler.engine().setSSLParameters(parameters);
            return handler;
        }
    }
}
