package dev.heddle.netty;

import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.EndpointBuilder;
import dev.heddle.websocket.Handshakes;
import dev.heddle.websocket.HealthCheck;
import dev.heddle.websocket.WebSocketOptions;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
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

    /**
     * What the handlers need to know.
     *
     * @param health the path of the health check, or null
     */
    record Settings(
            Serving serving,
            boolean loopback,
            Function<Request, Response> http,
            @Nullable String health,
            Handshakes handshakes) {

        /** Returns the answer to a health check, or null if the request is none. */
        @Nullable
        Response ofHealth(Request request) {
            return HealthCheck.answer(
                    request, health, serving.endpoint(), serving.connections().stopping());
        }
    }

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
        return settings.serving().connections().size();
    }

    /**
     * Stops. At once, each new request for a WebSocket is answered with 503, the {@linkplain Builder#health health check} too, each for
     * an event stream with an empty one that ends, as browsers come back after that, and plain requests for the last time on their
     * connection. On HTTP/2 that is told by GOAWAY. Every WebSocket is closed with 1001 and every event stream behind what was sent,
     * one after the other over at most the first half of the time, so that their clients do not all come back at once; few are told
     * in an instant.
     *
     * <p>New connections are taken until the last WebSocket and event stream has gone, or to the deadline. Then first the listening
     * socket closes, so that from there on nobody is taken who would get no answer and a successor can have the port; directly
     * behind it what is left is broken off, plain HTTP included.
     *
     * <p>Called again, it can only bring the end forward.
     *
     * @return done when every connection and thread has ended
     */
    public CompletionStage<Void> shutdown(Duration deadline) {
        CompletionStage<Void> left = settings.serving().connections().stop(deadline);
        if (stopping.compareAndSet(false, true)) {
            left.thenRun(this::end);
        }
        return stopped;
    }

    private void end() {
        listening.close().addListener(closed -> {
            settings.serving().connections().breakOff();
            channels.newCloseFuture().addListener(allClosed -> group.shutdownGracefully(0, 1, TimeUnit.SECONDS)
                    .addListener(terminated -> stopped.complete(null)));
        });
    }

    /** Stops with a deadline of two seconds, and waits until everything has ended; inside a listener it does not wait. */
    @Override
    public void close() {
        CompletionStage<Void> end = shutdown(CLOSE_DEADLINE);
        if (!Loops.isLoopOf(group)) {
            end.toCompletableFuture().join();
        }
    }

    /** Returns what its handlers know; for tests. */
    Settings settings() {
        return settings;
    }

    /** Returns all that was taken and is open, WebSocket or not; for tests. */
    ChannelGroup channels() {
        return channels;
    }

    /** Builds a server. */
    public static final class Builder extends EndpointBuilder<Builder> {

        private String host = "127.0.0.1";
        private int port = 8000;
        private int threads;
        private NettyIo io = NettyIo.preferred();
        private @Nullable SslContext tls;
        private Function<Request, Response> http = request -> Response.text(404, "Not Found");
        private @Nullable String health;
        private int maxConnections = 10_000;
        private int maxHandshakesPerAddress = Integer.MAX_VALUE;
        private boolean http2;
        private int maxStreamsPerConnection = 100;
        /** 0 for the default. */
        private int maxResetsPerConnection;

        private Builder() {}

        @Override
        protected Builder self() {
            return this;
        }

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
         * one ends; in a burst one more may be taken.
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

        /**
         * Sets whether the server also speaks HTTP/2, by default not: WebSockets by extended CONNECT (RFC 8441), many of them on one
         * connection, and everything else that it serves. With TLS a client chooses it by ALPN; without, by prior knowledge (RFC 9113
         * §3.3). Everything that limits a connection limits one of HTTP/2 as a whole, except {@link #maxStreamsPerConnection}.
         */
        public Builder http2(boolean on) {
            this.http2 = on;
            return this;
        }

        /**
         * Sets how many streams one connection of HTTP/2 may have open at once, by default 100: each WebSocket, each event stream and
         * each request under way is one. So there may be up to {@link #maxConnections} times as many WebSockets; where a proxy or a
         * load balancer brings the WebSockets of many on one connection, it wants to be higher. Each stream that the application does
         * not read can hold 64 KiB.
         *
         * @throws IllegalArgumentException unless 1 to 16,384
         */
        public Builder maxStreamsPerConnection(int streams) {
            if (streams < 1 || streams > Http2Setup.MOST_STREAMS) {
                throw new IllegalArgumentException(
                        "maxStreamsPerConnection must be 1 to " + Http2Setup.MOST_STREAMS + ", not " + streams);
            }
            this.maxStreamsPerConnection = streams;
            return this;
        }

        /**
         * Sets how many streams of one connection of HTTP/2 may be reset within 30 s, by default 200 or, if that is more, {@link
         * #maxStreamsPerConnection}; one more ends the connection, and every WebSocket on it, with {@code ENHANCE_YOUR_CALM}. Those
         * that the peer resets and those that it makes the server reset are counted apart. It stops who floods the server with
         * requests that are taken back at once (CVE-2023-44487, CVE-2025-55163). A WebSocket whose client breaks off is a reset too:
         * where a proxy brings the WebSockets of many on one connection, it wants to be higher than so many leave at once.
         *
         * @throws IllegalArgumentException unless at least 1
         */
        public Builder maxResetsPerConnection(int resets) {
            if (resets < 1) {
                throw new IllegalArgumentException("maxResetsPerConnection must be at least 1, not " + resets);
            }
            this.maxResetsPerConnection = resets;
            return this;
        }

        /** Sets what answers requests that ask for neither WebSocket nor event stream, by default with 404; must not block. */
        public Builder http(Function<Request, Response> handler) {
            this.http = handler;
            return this;
        }

        /**
         * Sets the path of a health check, by default there is none: a GET or HEAD is answered with 200 while the server serves, and
         * with 503 as soon as it stops, so that a load balancer sends nobody here any more. It is answered under whatever name the
         * server is called, also where {@link #hosts} has another one: who checks calls by an address. A request that asks for a
         * WebSocket or an event stream at the same path is none.
         *
         * @throws IllegalArgumentException if it does not begin with a slash
         */
        public Builder health(String path) {
            this.health = HealthCheck.checkPath(path);
            return this;
        }

        /**
         * Starts the server.
         *
         * @throws IOException if the address can not be listened on
         * @throws IllegalStateException if HTTP/2 is wanted, and the context of {@link #tls} offers other protocols by ALPN, or is of
         *     a provider other than the JDK and offers none
         */
        public NettyServer start() throws IOException {
            if (http2 && tls != null) {
                AlpnHandler.check(tls);
            }
            InetAddress address = resolve();
            Endpoint endpoint = toEndpoint();
            ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
            Settings settings = new Settings(
                    // What it takes is capped before there is a request.
                    new Serving(endpoint, channels, Integer.MAX_VALUE),
                    address.isLoopbackAddress(),
                    http,
                    health,
                    new Handshakes(maxHandshakesPerAddress));
            EventLoopGroup group = Loops.group("heddle-server", io, threads, false);
            ChannelFuture bound = new ServerBootstrap()
                    .group(group)
                    .channel(io.serverChannel())
                    .option(ChannelOption.SO_BACKLOG, 1024)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childHandler(new ServerInitializer(
                            settings,
                            tls,
                            channels,
                            maxConnections,
                            http2 ? new Http2Setup(settings, maxStreamsPerConnection, maxResetsPerConnection) : null))
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
            String url = (tls == null ? "ws://" : "wss://") + literal + ":" + actual + endpoint.path();
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
