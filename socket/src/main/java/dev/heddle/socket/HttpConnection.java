package dev.heddle.socket;

import dev.heddle.driver.Driver;
import dev.heddle.driver.DriverListener;
import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.driver.ServerDriver;
import dev.heddle.websocket.Connection;
import dev.heddle.websocket.Decision;
import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.EventSourceConnection;
import dev.heddle.websocket.EventSourceListener;
import dev.heddle.websocket.EventSourceOptions;
import dev.heddle.websocket.HealthCheck;
import dev.heddle.websocket.Route;
import dev.heddle.websocket.Transport;
import dev.heddle.websocket.WebSocketConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A server's connection before it is anything else: reads one request, and makes room for what that asks for, or answers it and
 * leaves.
 *
 * <pre>
 *   HEAD ──request──▶ asked ──accepted──▶ a WebSocket, an event stream
 *     │                 │
 *     └──malformed──▶ LEAVING: the answer, the end of the output, the peer's end or the linger's
 * </pre>
 */
final class HttpConnection implements Connection, DriverListener {

    private static final System.Logger LOG = System.getLogger(HttpConnection.class.getName());

    /**
     * What a server is.
     *
     * @param health the path of the health check, or null
     */
    record Settings(
            Endpoint endpoint,
            boolean loopback,
            Function<Request, Response> http,
            @Nullable String health,
            boolean tls,
            Connections connections) {}

    private enum Phase {
        /** The request's head is being read. */
        HEAD,
        /** The application decides about the request. */
        DECIDING,
        /** The last is written. */
        LEAVING,
        /** Something else lives on the transport, or nothing. */
        OVER
    }

    private final Settings settings;
    private final SocketTransport transport;
    /** Told once it is not waiting for its request any more, because it is something, or gone; and which. */
    private final Left left;

    private final ServerDriver driver;
    private Phase phase = Phase.HEAD;
    private Transport.Timer deadline = () -> {};
    /** The request, once it has arrived. */
    private @Nullable Request request;

    /** Hears of the end of the time in which the connection is nothing yet. */
    @FunctionalInterface
    interface Left {

        /**
         * It is over.
         *
         * @param becomes whether it is a WebSocket or an event stream now
         */
        void left(boolean becomes);
    }

    HttpConnection(Settings settings, SocketTransport transport, Left left) {
        this.settings = settings;
        this.transport = transport;
        this.left = left;
        this.driver = Driver.server(settings.endpoint().options().driver(), transport.output(), made -> this);
    }

    /** Begins the time for the whole handshake, TLS included. */
    void begin() {
        deadline(settings.endpoint().options().handshakeTimeout());
    }

    @Override
    public void onConnect(Request arrived) {
        request = arrived;
    }

    @Override
    public void received(ByteBuffer bytes) {
        if (phase == Phase.HEAD) {
            driver.parse(bytes);
        }
    }

    @Override
    public void readComplete() {
        if (phase != Phase.HEAD) {
            return;
        }
        Request arrived = request;
        if (driver.wantsClose()) {
            // The driver has said what is wrong with it.
            leave();
        } else if (arrived != null) {
            arrived(arrived);
        }
    }

    @Override
    public void drained() {
        driver.drained();
        transport.flush();
    }

    @Override
    public void ended() {
        if (phase == Phase.HEAD) {
            leave();
        }
    }

    @Override
    public void failed(Throwable cause) {
        // A peer that breaks off or speaks no TLS is nothing to worry about; anything else is a fault of ours.
        LOG.log(
                cause instanceof IOException ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                "A connection failed before it was a WebSocket",
                cause);
    }

    @Override
    public void closed() {
        over(false);
    }

    @Override
    public void giveUp(String why) {
        transport.abort();
    }

    @Override
    public boolean goAway() {
        transport.execute(() -> {
            Request asked = request;
            if (phase == Phase.DECIDING && asked != null) {
                refuse(settings.endpoint().stopping(asked, asked.path()));
            }
        });
        return true;
    }

    /** Breaks off if the request has not arrived whole; any thread. */
    void hangUp() {
        transport.execute(() -> {
            if (phase == Phase.HEAD) {
                transport.abort();
            }
        });
    }

    private void arrived(Request arrived) {
        Endpoint endpoint = settings.endpoint();
        boolean stopping = settings.connections().stopping();
        Response health = HealthCheck.answer(arrived, settings.health(), endpoint, stopping);
        if (health != null) {
            refuse(health);
            return;
        }
        if (stopping && endpoint.concerns(arrived, arrived.path())) {
            refuse(endpoint.stopping(arrived, arrived.path()));
            return;
        }
        boolean secure =
                settings.tls() || arrived.isSecure(endpoint.options().driver().trustForwarded());
        Request asked = new Request(arrived.method(), arrived.target(), arrived.version(), arrived.headers(), secure);
        request = asked;
        Route route = endpoint.route(asked, asked.path(), settings.loopback());
        if (route instanceof Route.ToWebSocket webSocket) {
            decide(asked, webSocket.decision());
        } else if (route instanceof Route.ToEventStream stream) {
            eventStream(asked, stream.listener());
        } else if (route instanceof Route.Refused refused) {
            refuse(refused.response());
        } else {
            refuse(plain(asked));
        }
    }

    private Response plain(Request asked) {
        try {
            return Objects.requireNonNull(settings.http().apply(asked), "response");
        } catch (RuntimeException e) {
            return Endpoint.applicationThrew(e);
        }
    }

    private void decide(Request asked, CompletionStage<Decision> decision) {
        phase = Phase.DECIDING;
        decision.thenAccept(decided -> {
            if (transport.inLoop()) {
                decided(asked, decided);
            } else {
                transport.execute(() -> decided(asked, decided));
            }
        });
        if (phase == Phase.DECIDING) {
            // What follows is held as it is, as much as came with the head; the rest stays with the network.
            transport.pauseReading();
        }
    }

    private void decided(Request asked, Decision decision) {
        if (phase != Phase.DECIDING || transport.isGone()) {
            return;
        }
        transport.resumeReading();
        if (decision instanceof Decision.Accept accept) {
            webSocket(asked, accept);
        } else if (decision instanceof Decision.Refuse refusal) {
            refuse(refusal.response());
        }
    }

    /** The driver of the WebSocket stays alone, and answers also what is wrong with the handshake. */
    private void webSocket(Request asked, Decision.Accept accept) {
        WebSocketConnection connection;
        try {
            connection = WebSocketConnection.server(
                    asked,
                    accept.headers(),
                    accept.listener(),
                    settings.endpoint().options(),
                    transport);
        } catch (IllegalArgumentException e) {
            refuse(Endpoint.applicationThrew(e));
            return;
        }
        over(true);
        transport.attach(connection);
        // A handshake of draft 76 may still wait for the end of its request.
        connection.connected();
        connection.start();
        ByteBuffer early = early();
        if (early.hasRemaining()) {
            connection.received(early);
            connection.readComplete();
        }
        goAwayIfStopping(connection);
    }

    private void eventStream(Request asked, EventSourceListener listener) {
        EventSourceOptions options = settings.endpoint().eventSourceOptions();
        EventSourceConnection connection = EventSourceConnection.server(asked, listener, options, transport);
        over(true);
        transport.attach(connection, options.lowWatermark(), options.highWatermark());
        connection.start();
        goAwayIfStopping(connection);
    }

    /** Who stops the server may not have found the connection where it lives now. */
    private void goAwayIfStopping(Connection connection) {
        if (settings.connections().stopping()) {
            connection.goAway();
        }
    }

    /** Returns what came behind the head, in memory of its own: the next may write into it. */
    private ByteBuffer early() {
        ByteBuffer body = driver.body();
        return ByteBuffer.allocate(body.remaining()).put(body).flip();
    }

    /** Answers the request as the last that this connection does. */
    private void refuse(Response response) {
        transport.resumeReading();
        driver.refuse(closing(response));
        leave();
    }

    private static Response closing(Response response) {
        Headers headers = Headers.of(response.headers().fields().stream()
                .filter(field -> !field.name().equalsIgnoreCase("Connection"))
                .toList());
        return new Response(response.status(), headers.with("Connection", "close"), response.body());
    }

    /** Ends this side behind what was written, and gives the peer a moment to end its own. */
    private void leave() {
        phase = Phase.LEAVING;
        // For a peer that takes the answer slowly.
        deadline(settings.endpoint().options().handshakeTimeout());
        transport.flush();
        transport.whenWritten(() -> {
            if (phase == Phase.LEAVING) {
                deadline(settings.endpoint().options().linger());
            }
        });
        transport.close();
    }

    private void over(boolean becomes) {
        if (phase != Phase.OVER) {
            phase = Phase.OVER;
            deadline.cancel();
            left.left(becomes);
        }
    }

    /** Sets the time at which the connection is broken off; zero sets none. */
    private void deadline(Duration time) {
        deadline.cancel();
        if (!time.isZero()) {
            deadline = transport.schedule(time.toNanos(), transport::abort);
        }
    }
}
