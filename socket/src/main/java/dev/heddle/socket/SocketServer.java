package dev.heddle.socket;

import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.websocket.EndpointBuilder;
import dev.heddle.websocket.Farewells;
import dev.heddle.websocket.HealthCheck;
import dev.heddle.websocket.Transport;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A small server on the JDK's own sockets: WebSockets at one path, event streams at another if wanted, and plain HTTP beside them
 * on the same port.
 *
 * <pre>{@code
 * SocketServer server = SocketServer.builder()
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
 *
 * <p>Each connection has a thread of its own, virtual where the JVM has them; a listener that blocks holds up its own connection
 * only, though that one whole: its pings, deadlines and other events wait. A connection carries one request: plain HTTP is answered,
 * and then the connection ends.
 */
public final class SocketServer implements AutoCloseable {

    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(2);
    private static final int BACKLOG = 1024;

    private final ServerSocket listening;
    private final Acceptor acceptor;
    private final Connections connections;
    private final String url;
    private final AtomicBoolean stopped = new AtomicBoolean();

    private SocketServer(ServerSocket listening, Acceptor acceptor, Connections connections, String url) {
        this.listening = listening;
        this.acceptor = acceptor;
        this.connections = connections;
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
        return listening.getLocalPort();
    }

    /** Returns how many WebSockets and event streams are connected. */
    public int connections() {
        return acceptor.open();
    }

    /**
     * Stops. At once, each request for a WebSocket is answered with 503, those that wait for a decision and the {@linkplain
     * Builder#health health check} too, and each for an event stream with an empty one that ends, as browsers come back after that.
     * Every WebSocket is closed with 1001 and every event stream behind what was sent, one behind the other over at most half of the time, so that their clients do not all come back at once.
     *
     * <p>New connections are taken, as far as there are places, until the last WebSocket and event stream has gone, or to the deadline.
     * Then the listening socket closes, so that a successor can have the port, and whose request has not arrived whole is broken off;
     * at the deadline all that are left.
     *
     * <p>Called again, it can only bring the end forward.
     *
     * @param deadline zero or less breaks all off at once; what is above a hundred years counts as that
     * @return done when every connection has ended
     */
    public CompletionStage<Void> shutdown(Duration deadline) {
        connections.stop();
        // First, so that nothing below can keep it from coming.
        Transport.Timer timer = Timers.schedule(Farewells.nanos(deadline), () -> {
            acceptor.stop();
            connections.kill();
        });
        if (stopped.compareAndSet(false, true)) {
            connections.goAway(deadline);
            acceptor.stopIfIdle();
        }
        return connections.ended().minimalCompletionStage().thenRun(timer::cancel);
    }

    /** Stops with a deadline of two seconds, and waits until everything has ended; inside a listener it does not wait. */
    @Override
    public void close() {
        CompletionStage<Void> end = shutdown(CLOSE_DEADLINE);
        if (!connections.inLoop()) {
            end.toCompletableFuture().join();
        }
    }

    /** Builds a server. */
    public static final class Builder extends EndpointBuilder<Builder> {

        private String host = "127.0.0.1";
        private int port = 8000;
        private Executor threads = Threads.preferred();
        private @Nullable SSLContext tls;
        private Function<Request, Response> http = request -> Response.text(404, "Not Found");
        private @Nullable String health;
        private int maxConnections = 10_000;
        private int maxHandshakesPerAddress = Integer.MAX_VALUE;

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

        /**
         * Sets what runs the connections, by default a virtual thread for each task where the JVM has them (from 21 on), else
         * daemon threads of the platform's. Each connection takes one as long as it lasts, and up to two more for a while, and none
         * may wait for another to end. A connection for which it has no thread, as it rejects the task or no more can be made, is
         * broken off.
         */
        public Builder threads(Executor threads) {
            this.threads = threads;
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
        public Builder tls(SSLContext context) {
            this.tls = context;
            return this;
        }

        /** Sets what answers requests that ask for neither WebSocket nor event stream, by default with 404. */
        public Builder http(Function<Request, Response> handler) {
            this.http = handler;
            return this;
        }

        /**
         * Sets the path of a health check, by default there is none: a GET or HEAD is answered with 200 while the server serves, and
         * with 503 as soon as it stops, as far as there is a place, so that a load balancer sends nobody here any more. It is
         * answered under whatever name the server is called, also where {@link #hosts} has another one: who checks calls by an
         * address. A request that asks for a WebSocket or an event stream at the same path is none.
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
         */
        public SocketServer start() throws IOException {
            InetAddress address = resolve();
            ServerSocket listening = listen(address);
            Connections connections = new Connections();
            HttpConnection.Settings settings = new HttpConnection.Settings(
                    toEndpoint(), address.isLoopbackAddress(), http, health, tls != null, connections);
            Acceptor acceptor = new Acceptor(
                    listening,
                    settings,
                    tls == null ? null : tls.getSocketFactory(),
                    threads,
                    maxConnections,
                    maxHandshakesPerAddress);
            // One that keeps the JVM alive, as long as the server is not stopped.
            new Thread(acceptor::run, "heddle-socket-accept").start();
            String literal = host.contains(":") ? "[" + host + "]" : host;
            String url = (tls == null ? "ws://" : "wss://") + literal + ":" + listening.getLocalPort()
                    + settings.endpoint().path();
            return new SocketServer(listening, acceptor, connections, url);
        }

        private ServerSocket listen(InetAddress address) throws IOException {
            ServerSocket socket = new ServerSocket();
            try {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(address, port), BACKLOG);
                return socket;
            } catch (IOException e) {
                try (socket) {
                    throw new IOException("Cannot listen on " + host + ":" + port + ": " + e.getMessage(), e);
                }
            }
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
