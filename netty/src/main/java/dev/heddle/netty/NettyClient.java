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
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
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
 *
 * <p>Attempts to connect to one IP address and port go one behind the other, as RFC 6455 §4.1 has it: one that waits begins,
 * and its times with it, when the one before it is open or has failed. {@link Builder#maxConnecting} allows more at once.
 */
public final class NettyClient implements AutoCloseable {

    private final EventLoopGroup group;
    /** Looks up names, which blocks in the JDK: not for an event loop. */
    private final ExecutorService lookups;

    private final ConnectingQueue connecting;
    /** All that are not closed; once this is closed, one that is still added is closed too. */
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    private final NettyIo io;
    private final SslContext tls;
    private final Headers headers;
    private final WebSocketOptions options;
    private final Duration connectTimeout;

    private NettyClient(Builder builder) {
        this.tls = builder.tls == null ? defaultTls() : builder.tls;
        this.headers = builder.headers;
        this.options = builder.options;
        this.connectTimeout = builder.connectTimeout;
        this.connecting = new ConnectingQueue(builder.maxConnecting);
        this.io = builder.io;
        this.group = Loops.group("heddle-client", io, builder.threads, true);
        this.lookups = Executors.newCachedThreadPool(new DefaultThreadFactory("heddle-lookup", true));
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Opens a WebSocket, maybe after others to the same address: {@link Builder#maxConnecting}.
     *
     * <p>To end the future before the socket is open, by {@code cancel} or {@code orTimeout}, is to close the socket, whether
     * it waits or is being opened; {@code orTimeout} also limits the time to wait, which no timeout of the client does.
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
        ConnectingQueue.Turn turn = connecting.turn();
        Opening opening = new Opening(listener, turn);
        Initializer initializer = new Initializer(target, opening, turn);
        ChannelFuture registration = new Bootstrap()
                .group(group)
                .channel(io.clientChannel())
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
     * Breaks off what is still connected, is being opened or waits for that, and ends the event loops; waits for their end,
     * but not inside a listener, which is on one of them.
     */
    @Override
    public void close() {
        connecting.close();
        // Not left to the loops: one that is busy when it is told to end closes nothing.
        channels.close();
        Future<?> end = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        // Not before: a loop may still ask for a name.
        end.addListener(ended -> lookups.shutdown());
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
        private NettyIo io = NettyIo.preferred();
        private @Nullable SslContext tls;
        private Headers headers = Headers.empty();
        private WebSocketOptions options = WebSocketOptions.defaults();
        private Duration connectTimeout = Duration.ofSeconds(10);
        private int maxConnecting = 1;

        private Builder() {}

        /** Sets the number of event loops, by default two for each core. */
        public Builder threads(int threads) {
            if (threads < 1) {
                throw new IllegalArgumentException("Threads must be at least 1, not " + threads);
            }
            this.threads = threads;
            return this;
        }

        /**
         * Sets the way to the sockets, by default {@link NettyIo#preferred}.
         *
         * @throws IllegalArgumentException if it is not available here
         */
        public Builder io(NettyIo io) {
            this.io = io.checkAvailable();
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

        /**
         * Sets the time to find a host's address, and again the time to connect to it when its turn has come, by default
         * 10 s; at least 1 ms.
         */
        public Builder connectTimeout(Duration timeout) {
            if (timeout.toMillis() < 1) {
                throw new IllegalArgumentException("connectTimeout must be at least 1 ms, not " + timeout);
            }
            this.connectTimeout = timeout;
            return this;
        }

        /**
         * Sets how many WebSockets of this client to one IP address and port may be opening at once, by default 1, as RFC
         * 6455 §4.1 asks: from the beginning of the TCP connection until the WebSocket is open or has failed. Others that
         * have found the same address wait, and go in the order in which they were asked for. Their times to connect and
         * for the handshake begin with their turn, so that a slow server does not fail those that wait; one that never
         * answers holds each for the {@code handshakeTimeout}, or for ever where that is zero.
         *
         * <p>The rule is to keep the scripts of web pages from flooding a server. More than 1 is for clients that run no
         * foreign code, such as a load test.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxConnecting(int attempts) {
            if (attempts < 1) {
                throw new IllegalArgumentException("maxConnecting must be at least 1, not " + attempts);
            }
            this.maxConnecting = attempts;
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
        private final ConnectingQueue.Turn turn;
        private @Nullable SocketChannel channel;
        private @Nullable WebSocketConnection connection;

        Initializer(WebSocketUrl target, Opening opening, ConnectingQueue.Turn turn) {
            this.target = target;
            this.opening = opening;
            this.turn = turn;
        }

        @Override
        protected void initChannel(SocketChannel newChannel) {
            channel = newChannel;
            NettyTransport transport = new NettyTransport(newChannel, NettyTransport.watermarks(options));
            connection = WebSocketConnection.client(target.url(), headers, opening, options, transport);
            if (target.secure()) {
                newChannel.pipeline().addLast(tlsHandler(newChannel));
            }
            newChannel.pipeline().addLast(new ClientHandler(connection, transport, target.secure()));
            channels.add(newChannel);
        }

        /** Looks up the name and connects in its turn; a failure of either ends the connection with its cause. */
        void connect() {
            Channel open = channel;
            WebSocketConnection pending = connection;
            if (open == null || pending == null) {
                opening.fail(new IllegalStateException("The channel was not set up"));
                return;
            }
            if (!open.isOpen()) {
                // The client was closed in between.
                return;
            }
            opening.closeIfGivenUp(pending);
            Future<?> deadline = open.eventLoop()
                    .schedule(
                            () -> pending.failed(new ConnectTimeoutException("No address of " + target.hostName()
                                    + " was found within " + connectTimeout + " (connectTimeout)")),
                            connectTimeout.toNanos(),
                            TimeUnit.NANOSECONDS);
            lookups.execute(() -> {
                InetSocketAddress address = new InetSocketAddress(target.hostName(), target.port());
                try {
                    open.eventLoop().execute(() -> {
                        deadline.cancel(false);
                        found(address, open, pending);
                    });
                } catch (RejectedExecutionException e) {
                    // The client was closed in between, and the connection with it.
                }
            });
        }

        private void found(InetSocketAddress address, Channel open, WebSocketConnection pending) {
            if (address.isUnresolved()) {
                pending.failed(new UnknownHostException(target.hostName()));
            } else {
                turn.enter(address, open.eventLoop(), () -> connect(open, pending, address));
            }
        }

        private static void connect(Channel channel, WebSocketConnection pending, SocketAddress address) {
            if (channel.isOpen()) {
                channel.connect(address).addListener(connected -> {
                    if (!connected.isSuccess()) {
                        pending.failed(connected.cause());
                    }
                });
            }
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
