package dev.heddle.netty;

import dev.heddle.driver.Headers;
import dev.heddle.driver.WebSocketUrl;
import dev.heddle.websocket.ClientBuilder;
import dev.heddle.websocket.ClientOptions;
import dev.heddle.websocket.ConnectingQueue;
import dev.heddle.websocket.EventSourceClient;
import dev.heddle.websocket.EventSourceClientListener;
import dev.heddle.websocket.EventSourceClientOptions;
import dev.heddle.websocket.EventSources;
import dev.heddle.websocket.Redirecting;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketClient;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
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
 * and its times with it, when the one before it is open or has failed. {@link ClientBuilder#maxConnecting} allows more at once.
 * A host with several addresses is tried as RFC 8305 has it, in the order in which the JDK gives them: its property
 * {@code java.net.preferIPv6Addresses} says which family goes first.
 *
 * <p>With {@link Builder#http2} its WebSockets with one server share a connection of HTTP/2.
 */
public final class NettyClient implements WebSocketClient, EventSources {

    private final EventLoopGroup group;
    private final ExecutorService lookups;
    private final Dialer dialer;
    private final ClientTls tls;

    /** Those that have no channel yet. */
    private final Set<Connecting> connecting = ConcurrentHashMap.newKeySet();
    /** All that are not closed; once this is closed, one that is still added is closed too. */
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    private final Http2Pool streams;
    private final EventStreams eventStreams;

    private volatile boolean closed;

    private NettyClient(Builder builder) {
        ClientOptions options = builder.options();
        this.tls = new ClientTls(options, builder.ownTls, builder.http2 != Http2Mode.OFF);
        this.group = Loops.group("heddle-client", builder.io, builder.threads, true);
        this.lookups = Executors.newCachedThreadPool(new DefaultThreadFactory("heddle-lookup", true));
        this.dialer = new Dialer(
                options, builder.io, builder.resolver, lookups, new ConnectingQueue(options.maxConnecting()));
        this.streams = new Http2Pool(builder.http2, dialer, tls, group, channels);
        this.eventStreams = new EventStreams(group, dialer.unlimited(), channels, tls);
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public CompletableFuture<WebSocket> connect(String url, Headers headers, WebSocketListener listener) {
        return Redirecting.connect(dialer.options(), url, headers, listener, this::open);
    }

    private CompletableFuture<WebSocket> open(String url, Headers headers, WebSocketListener listener) {
        WebSocketUrl target = WebSocketUrl.parse(url);
        if (closed) {
            throw new IllegalStateException("The client is closed");
        }
        Http2Origin origin = streams.enter(target);
        EventLoop loop = origin == null ? group.next() : origin.loop();
        Connecting attempt = new Connecting(this, dialer, tls, loop, target, headers, listener, origin);
        connecting.add(attempt);
        attempt.begin();
        return attempt.opened();
    }

    /** An attempt has its channel, or has failed. */
    void isOver(Connecting attempt) {
        connecting.remove(attempt);
    }

    /** Takes an attempt again that is over; answers false if the client is closed. */
    boolean isOpenFor(Connecting attempt) {
        connecting.add(attempt);
        if (closed) {
            connecting.remove(attempt);
        }
        return !closed;
    }

    Http2Pool streams() {
        return streams;
    }

    /** Adds a channel, and closes it if the client is closed. */
    void add(Channel channel) {
        channels.add(channel);
    }

    /** Tells whether the client is closed; one that is not will close who is connecting now. */
    boolean isClosed() {
        return closed;
    }

    @Override
    public EventSourceClient eventSource(
            String url, EventSourceClientOptions streamOptions, EventSourceClientListener listener) {
        return eventStreams.open(url, streamOptions, listener);
    }

    @Override
    public void close() {
        closed = true;
        dialer.connecting().close();
        connecting.forEach(Connecting::clientClosed);
        eventStreams.close();
        // Not left to the loops: one that is busy when it is told to end closes nothing.
        channels.close();
        Future<?> end = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        // Not before: a loop may still ask for a name.
        end.addListener(ended -> lookups.shutdown());
        if (!Loops.isLoopOf(group)) {
            end.awaitUninterruptibly();
        }
    }

    /** Builds a client. */
    public static final class Builder extends ClientBuilder<Builder> {

        private int threads;
        private NettyIo io = NettyIo.preferred();
        private Resolver resolver = InetAddress::getAllByName;
        private @Nullable SslContext ownTls;
        private Http2Mode http2 = Http2Mode.OFF;

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

        /**
         * Sets when WebSockets are streams of HTTP/2, by default never. Those with one server share a connection, on one event loop,
         * which is closed with its last stream. Another is made when it has as many streams as the server allows, or 16,384; and when
         * the server goes away, which ends no WebSocket, or refuses a stream unseen, which is asked for once more. A stream needs no
         * turn: {@link ClientBuilder#maxConnecting} is for connections. The server's SETTINGS have to come within the {@link
         * WebSocketOptions#handshakeTimeout}, and then the response has that time again. Event streams stay with HTTP/1.1.
         *
         * @param mode when; all but {@link Http2Mode#OFF} need the JDK's TLS, so that {@link #build} throws an IllegalStateException
         *     where {@link #tls(SslContext)} is another
         */
        public Builder http2(Http2Mode mode) {
            this.http2 = Objects.requireNonNull(mode, "mode");
            return this;
        }

        /** Sets TLS as {@link ClientBuilder#tls} does, for an engine of Netty's own; instead of that. */
        public Builder tls(SslContext context) {
            this.ownTls = context;
            return this;
        }

        @Override
        public Builder tls(SSLContext context) {
            this.ownTls = null;
            return super.tls(context);
        }

        /** Sets who finds addresses, by default the JDK. */
        Builder resolver(Resolver newResolver) {
            this.resolver = newResolver;
            return this;
        }

        @Override
        protected Builder self() {
            return this;
        }

        private ClientOptions options() {
            return toOptions();
        }

        /** Builds the client. */
        public NettyClient build() {
            return new NettyClient(this);
        }
    }
}
