package dev.heddle.netty;

import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.websocket.Decision;
import dev.heddle.websocket.EventSourceListener;
import dev.heddle.websocket.EventSourceOptions;
import dev.heddle.websocket.HostPolicy;
import dev.heddle.websocket.OriginPolicy;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An embedded server: WebSockets at one path, event streams at another if wanted, and plain HTTP beside them on the same port.
 *
 * <pre>{@code
 * NettyServer server = NettyServer.builder()
 *         .port(8000)
 *         .listener(request -> new WebSocketListener() {
 *             public void onText(WebSocket socket, String message) {
 *                 socket.send(message);
 *             }
 *         })
 *         .start();
 * }</pre>
 *
 * <p>Safe by default: it listens on the loopback address, answers there only to names of this machine, and takes
 * WebSockets and event streams only from pages of its own origin.
 */
public final class NettyServer implements AutoCloseable {

    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(2);

    /** What the handlers need to know. */
    record Settings(
            String path,
            Function<Request, CompletionStage<Decision>> decider,
            @Nullable EventStreams events,
            Function<Request, Response> http,
            OriginPolicy origins,
            HostPolicy hosts,
            WebSocketOptions options,
            WriteBufferWaterMark watermarks,
            Connections connections,
            Handshakes handshakes) {}

    private final Settings settings;
    private final EventLoopGroup group;
    private final Channel listening;
    private final ChannelGroup channels;
    private final String url;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    private NettyServer(Settings settings, EventLoopGroup group, Channel listening, ChannelGroup channels, String url) {
        this.settings = settings;
        this.group = group;
        this.listening = listening;
        this.channels = channels;
        this.url = url;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the URL of the WebSockets, with the port that is really listened on. */
    public String url() {
        return url;
    }

    /** Returns the port that is listened on. */
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** Returns how many WebSockets and event streams are connected. */
    public int connections() {
        return settings.connections().size();
    }

    /**
     * Stops: takes no more connections, closes every WebSocket with 1001 and every event stream behind what was sent, and breaks
     * off those that are left at the deadline.
     *
     * @return done when every connection and thread has ended
     */
    public CompletionStage<Void> shutdown(Duration deadline) {
        if (!stopping.compareAndSet(false, true)) {
            return stopped;
        }
        listening.close();
        group.schedule(() -> channels.close(), deadline.toNanos(), TimeUnit.NANOSECONDS);
        settings.connections().goAway();
        // Who keeps a connection for a later request gets none.
        channels.close(channel -> channel.pipeline().get(HttpHandler.class) != null);
        channels.newCloseFuture().addListener(allClosed -> group.shutdownGracefully(0, 1, TimeUnit.SECONDS)
                .addListener(terminated -> stopped.complete(null)));
        return stopped;
    }

    /** Stops with a deadline of two seconds, and waits until everything has ended; inside a listener it does not wait. */
    @Override
    public void close() {
        CompletionStage<Void> end = shutdown(CLOSE_DEADLINE);
        if (!Loops.isLoopOf(group)) {
            end.toCompletableFuture().join();
        }
    }

    /** Builds a server. */
    public static final class Builder {

        private String host = "127.0.0.1";
        private int port = 8000;
        private String path = "/";
        private int threads;
        private NettyIo io = NettyIo.preferred();
        private @Nullable SslContext tls;
        private Function<Request, CompletionStage<Decision>> decider = accepting(request -> new WebSocketListener() {});
        private @Nullable EventStreams events;
        private Function<Request, Response> http = request -> Response.text(404, "Not Found");
        private OriginPolicy origins = OriginPolicy.sameOrigin();
        private @Nullable HostPolicy hosts;
        private WebSocketOptions options = WebSocketOptions.defaults();
        private int maxConnections = 10_000;
        private int maxHandshakesPerAddress = Integer.MAX_VALUE;

        private Builder() {}

        /** Sets the name or address to listen on, by default the loopback address. */
        public Builder host(String host) {
            this.host = host;
            return this;
        }

        /**
         * Sets the port, by default 8000; 0 takes any that is free.
         *
         * @throws IllegalArgumentException unless 0 to 65535
         */
        public Builder port(int port) {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("Port must be 0 to 65535, not " + port);
            }
            this.port = port;
            return this;
        }

        /**
         * Sets the path of the WebSockets, by default {@code /}.
         *
         * @throws IllegalArgumentException if it does not begin with a slash
         */
        public Builder path(String path) {
            this.path = checkedPath(path);
            return this;
        }

        private static String checkedPath(String path) {
            if (!path.startsWith("/")) {
                throw new IllegalArgumentException("Path must begin with a slash: " + path);
            }
            return path;
        }

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

        /**
         * Sets how many connections are held at once, WebSockets or not, by default 10,000; above, the next waits until
         * one ends.
         */
        public Builder maxConnections(int connections) {
            if (connections < 1) {
                throw new IllegalArgumentException("maxConnections must be at least 1, not " + connections);
            }
            this.maxConnections = connections;
            return this;
        }

        /**
         * Sets how many connections of one address may be open at once that are neither WebSocket nor event stream yet; one more is
         * closed without an answer. By default only {@link #maxConnections} holds, as behind a proxy all have one address. Together
         * with {@link WebSocketOptions#handshakeTimeout} it keeps one peer from taking all places.
         *
         * @throws IllegalArgumentException unless at least 1
         */
        public Builder maxHandshakesPerAddress(int handshakes) {
            if (handshakes < 1) {
                throw new IllegalArgumentException("maxHandshakesPerAddress must be at least 1, not " + handshakes);
            }
            this.maxHandshakesPerAddress = handshakes;
            return this;
        }

        /** Sets the certificate and key by which the server speaks TLS; by default it does not. */
        public Builder tls(SslContext context) {
            this.tls = context;
            return this;
        }

        /** Sets what makes the listener for each WebSocket that is accepted; it may return the same one. */
        public Builder listener(Function<Request, WebSocketListener> newListener) {
            return decider(accepting(newListener));
        }

        /**
         * Sets what decides about each request for a WebSocket, in place of {@link #listener}: it may refuse it with a response of
         * its own, and may take its time, as to ask a database. Meanwhile nothing is read; what the client had sent already is held,
         * up to 128 KiB. The decision counts into {@link WebSocketOptions#handshakeTimeout}, behind which the connection is closed.
         *
         * @param decider called on the connection's loop, must not block there; what it returns may be completed by any thread.
         *     What it throws, or is completed with instead, is logged and answered with 500
         */
        public Builder decider(Function<Request, CompletionStage<Decision>> decider) {
            this.decider = decider;
            return this;
        }

        private static Function<Request, CompletionStage<Decision>> accepting(
                Function<Request, WebSocketListener> newListener) {
            return request -> CompletableFuture.completedStage(Decision.accept(newListener.apply(request)));
        }

        /**
         * Adds event streams with the default options; see {@link #events(String, EventSourceOptions, Function)}.
         *
         * @throws IllegalArgumentException if the path does not begin with a slash
         */
        public Builder events(String path, Function<Request, ? extends @Nullable EventSourceListener> newListener) {
            return events(path, EventSourceOptions.defaults(), newListener);
        }

        /**
         * Adds event streams, by default there are none. What asks at their path for something else is plain HTTP.
         *
         * @param newListener makes the listener for each stream that is accepted; it may return the same one, or null, so that the
         *     request is plain HTTP: to be refused, or to be answered with 204 where the client is to stay away
         * @throws IllegalArgumentException if the path does not begin with a slash
         */
        public Builder events(
                String path,
                EventSourceOptions options,
                Function<Request, ? extends @Nullable EventSourceListener> newListener) {
            this.events = new EventStreams(checkedPath(path), newListener, options);
            return this;
        }

        /** Sets what answers requests that ask for neither WebSocket nor event stream, by default with 404; must not block. */
        public Builder http(Function<Request, Response> handler) {
            this.http = handler;
            return this;
        }

        /** Sets which pages may open a WebSocket or an event stream, by default those of the server's own origin. */
        public Builder origins(OriginPolicy policy) {
            this.origins = policy;
            return this;
        }

        /** Sets which names the server answers to, by default this machine's own on a loopback address, else any. */
        public Builder hosts(HostPolicy policy) {
            this.hosts = policy;
            return this;
        }

        /** Sets timeouts, limits and subprotocols. */
        public Builder options(WebSocketOptions options) {
            this.options = options;
            return this;
        }

        /**
         * Starts the server.
         *
         * @throws IOException if the address can not be listened on
         */
        public NettyServer start() throws IOException {
            InetAddress address = resolve();
            HostPolicy policy =
                    hosts != null ? hosts : address.isLoopbackAddress() ? HostPolicy.loopback() : HostPolicy.anyHost();
            ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
            Settings settings = new Settings(
                    path,
                    decider,
                    events,
                    http,
                    origins,
                    policy,
                    options,
                    NettyTransport.watermarks(options),
                    new Connections(channels),
                    new Handshakes(maxHandshakesPerAddress));
            EventLoopGroup group = Loops.group("heddle-server", io, threads, false);
            ChannelFuture bound = new ServerBootstrap()
                    .group(group)
                    .channel(io.serverChannel())
                    .option(ChannelOption.SO_BACKLOG, 1024)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childHandler(new ServerInitializer(settings, tls, channels, maxConnections))
                    .bind(new InetSocketAddress(address, port))
                    .awaitUninterruptibly();
            if (!bound.isSuccess()) {
                group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
                throw new IOException(
                        "Cannot listen on " + host + ":" + port + ": "
                                + bound.cause().getMessage(),
                        bound.cause());
            }
            int actual = ((InetSocketAddress) bound.channel().localAddress()).getPort();
            String literal = host.contains(":") ? "[" + host + "]" : host;
            String url = (tls == null ? "ws://" : "wss://") + literal + ":" + actual + path;
            return new NettyServer(settings, group, bound.channel(), channels, url);
        }

        private InetAddress resolve() throws IOException {
            try {
                return InetAddress.getByName(host);
            } catch (UnknownHostException e) {
                throw new IOException("Cannot listen on " + host + ":" + port + ": unknown host", e);
            }
        }
    }
}
