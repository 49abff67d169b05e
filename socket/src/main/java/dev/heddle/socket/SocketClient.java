package dev.heddle.socket;

import dev.heddle.driver.Headers;
import dev.heddle.driver.WebSocketUrl;
import dev.heddle.websocket.ClientBuilder;
import dev.heddle.websocket.ClientOptions;
import dev.heddle.websocket.ConnectingQueue;
import dev.heddle.websocket.EventSourceClient;
import dev.heddle.websocket.EventSourceClientListener;
import dev.heddle.websocket.EventSourceClientOptions;
import dev.heddle.websocket.EventSourceRegistry;
import dev.heddle.websocket.EventSources;
import dev.heddle.websocket.Redirecting;
import dev.heddle.websocket.Scheduler;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketClient;
import dev.heddle.websocket.WebSocketListener;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A client on the JDK's own sockets, for any number of WebSockets and event streams, each with a thread of its own: virtual where the
 * JVM has them, else a daemon thread of the platform's; neither keeps the JVM alive.
 *
 * <pre>{@code
 * try (SocketClient client = SocketClient.builder().build()) {
 *     WebSocket socket = client.connect("ws://127.0.0.1:8000/", listener).join();
 *     socket.send("Hello");
 * }
 * }</pre>
 *
 * <p>For {@code wss:} and {@code https:} the server's certificate and host name are always checked.
 *
 * <p>Attempts to connect to one IP address and port go one behind the other, as RFC 6455 §4.1 has it: one that waits begins,
 * and its times with it, when the one before it is open or has failed. {@link ClientBuilder#maxConnecting} allows more at once.
 * A host with several addresses is tried as RFC 8305 has it, in the order in which the JDK gives them: its property
 * {@code java.net.preferIPv6Addresses} says which family goes first.
 */
public final class SocketClient implements WebSocketClient, EventSources {

    private final Connections connections = new Connections();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Dialer dialer;
    private final ClientTls tls;
    private final EventSourceRegistry eventSources = new EventSourceRegistry();

    private SocketClient(Builder builder) {
        ClientOptions options = builder.options();
        this.tls = new ClientTls(options);
        this.dialer =
                new Dialer(options, builder.threads, builder.resolver, new ConnectingQueue(options.maxConnecting()));
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
        if (connections.stopping()) {
            throw new IllegalStateException("The client is closed");
        }
        return new Connecting(dialer, connections, tls, target, headers, listener).start();
    }

    @Override
    public EventSourceClient eventSource(
            String url, EventSourceClientOptions options, EventSourceClientListener listener) {
        SocketFetch fetch = new SocketFetch(dialer.unlimited(), tls, connections, eventSources);
        try {
            return eventSources.open(url, options, fetch, Scheduler.system(), listener);
        } catch (RuntimeException | Error e) {
            fetch.ended();
            throw e;
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            connections.stop();
            dialer.connecting().close();
            try {
                eventSources.close();
                connections.kill();
            } finally {
                connections.leave();
            }
        }
        if (!connections.inLoop()) {
            connections.ended().join();
        }
    }

    /** Builds a client. */
    public static final class Builder extends ClientBuilder<Builder> {

        private Executor threads = Threads.preferred();
        private Resolver resolver = InetAddress::getAllByName;

        private Builder() {}

        /**
         * Sets what runs the connections, by default a virtual thread for each task where the JVM has them (from 21 on), else
         * daemon threads of the platform's. Each connection takes one as long as it lasts, and up to two more for a while; before
         * that one to look up its host, and one for each address that is tried. An event stream takes as many, but none between two
         * connections or while it is paused. None may wait for another to end. A connection for which it has no thread, as it
         * rejects the task or no more can be made, is broken off.
         */
        public Builder threads(Executor threads) {
            this.threads = threads;
            return this;
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
        public SocketClient build() {
            return new SocketClient(this);
        }
    }
}
