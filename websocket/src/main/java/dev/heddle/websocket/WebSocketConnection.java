package dev.heddle.websocket;

import dev.heddle.driver.ClientDriver;
import dev.heddle.driver.CloseCode;
import dev.heddle.driver.Driver;
import dev.heddle.driver.DriverListener;
import dev.heddle.driver.DriverOptions;
import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import dev.heddle.driver.ServerDriver;
import dev.heddle.driver.WebSocketMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A {@link WebSocket} between an application and a {@link Transport}: a driver and the parts around it, one for each thing
 * that happens to a connection. What {@code WebSocket} does not have is for the transport's adapter and belongs to the loop.
 */
public final class WebSocketConnection implements WebSocket, Connection {

    // What its parts share, and those of them that there are as long as it is

    final Transport transport;
    final WebSocketOptions options;
    final Driver driver;
    final Life life = new Life();
    final Announcer announcer;
    final Keepalive keepalive;
    final OutsideQueue outside;
    final Backlog backlog;
    final Settling settling;
    private final Sending sending;

    // The others; an open connection that is well has none of them

    /** Null once the handshake is done. */
    private @Nullable Opening opening;
    /** Null before it fails or begins to close. */
    private @Nullable Failing failing;
    /** Null before it begins to close. */
    private @Nullable Closing closing;

    private WebSocketConnection(
            Transport transport,
            WebSocketListener listener,
            WebSocketOptions options,
            Duration idleTimeout,
            BiFunction<DriverListener, DriverOptions, ? extends Driver> makeDriver) {
        this.transport = transport;
        this.options = options;
        announcer = new Announcer(listener, this);
        keepalive = new Keepalive(transport, options, idleTimeout) {

            @Override
            boolean ping(ByteBuffer payload) {
                boolean sent = driver.ping(payload);
                settle();
                return sent;
            }

            @Override
            void dead(String why) {
                failing().lost(why);
            }
        };
        DriverListener messages = listener instanceof PartialListener
                ? new PartialMessages(announcer, keepalive)
                : new WholeMessages(announcer, keepalive);
        driver = makeDriver.apply(new DriverEvents(this, messages), driverOptions());
        outside = new OutsideQueue(this);
        backlog = new Backlog(transport, driver, outside, options);
        settling = new Settling(this);
        sending = new Sending(this);
        opening = new Opening(this);
    }

    /**
     * Makes the server's side, for a request that the adapter has parsed and accepted.
     *
     * @param listener takes the events
     */
    public static WebSocketConnection server(
            Request request, WebSocketListener listener, WebSocketOptions options, Transport transport) {
        return server(request, Headers.empty(), listener, options, transport);
    }

    /**
     * Makes the server's side, for a request that the adapter has parsed and accepted.
     *
     * @param headers more fields for the response
     * @param listener takes the events
     * @throws IllegalArgumentException if a header is one that the handshake sets itself
     */
    public static WebSocketConnection server(
            Request request,
            Headers headers,
            WebSocketListener listener,
            WebSocketOptions options,
            Transport transport) {
        return new WebSocketConnection(transport, listener, options, options.idleTimeout(), (events, driver) -> {
            ServerDriver server = Driver.http(request, driver, transport.output(), made -> events);
            headers.fields().forEach(field -> server.setHeader(field.name(), field.value()));
            return server;
        });
    }

    /**
     * Makes the client's side, for a connection that the adapter is making.
     *
     * @param headers more headers for the handshake
     * @param listener takes the events
     * @throws IllegalArgumentException if the URL is not a valid WebSocket URL, or a header one that the handshake sets
     *     itself
     */
    public static WebSocketConnection client(
            String url, Headers headers, WebSocketListener listener, WebSocketOptions options, Transport transport) {
        return new WebSocketConnection(transport, listener, options, Duration.ZERO, (events, driver) -> {
            ClientDriver client = Driver.client(url, driver, transport.output(), made -> events);
            headers.fields().forEach(field -> client.setHeader(field.name(), field.value()));
            return client;
        });
    }

    /** Returns the driver's options with the loop as the place where asynchronous extensions go on. */
    private DriverOptions driverOptions() {
        DriverOptions driverOptions = options.driver();
        return driverOptions.extensions().isEmpty()
                ? driverOptions
                : driverOptions.withOwner(
                        new LateAnswers(this), thrown -> failing().extensionThrew(thrown));
    }

    // The WebSocket, from any thread

    @Override
    public ReadyState readyState() {
        return life.state();
    }

    @Override
    public String url() {
        return driver.url();
    }

    @Override
    public String protocol() {
        String protocol = driver.protocol();
        return protocol == null ? "" : protocol;
    }

    @Override
    public String extensions() {
        String extensions = driver.extensions();
        return extensions == null ? "" : extensions;
    }

    @Override
    public String version() {
        return driver.version();
    }

    @Override
    public long bufferedAmount() {
        return backlog.amount();
    }

    @Override
    public boolean isCongested() {
        return backlog.congested();
    }

    @Override
    public boolean send(String message) {
        return sending.text(message);
    }

    @Override
    public boolean send(ByteBuffer message) {
        return sending.binary(message);
    }

    @Override
    public boolean send(WebSocketMessage message) {
        return sending.message(message);
    }

    @Override
    public boolean sendPartialText(ByteBuffer utf8, boolean last) {
        return sending.partialText(utf8, last);
    }

    @Override
    public boolean sendPartialBinary(ByteBuffer data, boolean last) {
        return sending.partialBinary(data, last);
    }

    @Override
    public boolean ping(ByteBuffer payload, Runnable callback) {
        return sending.ping(payload, callback);
    }

    @Override
    public boolean close() {
        return close(CloseCode.NORMAL, "");
    }

    @Override
    public boolean close(int code, String reason) {
        Closing.check(code, reason);
        return closeWith(code, reason);
    }

    @Override
    public void pause() {
        outside.run(() -> settling.pausing().pause());
    }

    @Override
    public void resume() {
        outside.run(() -> settling.pausing().resume());
    }

    /** Starts the closing handshake with code 1001. */
    @Override
    public boolean goAway() {
        return closeWith(CloseCode.GOING_AWAY, "");
    }

    private boolean closeWith(int code, String reason) {
        if (!life.advance(ReadyState.CLOSING)) {
            return false;
        }
        outside.run(() -> closing().close(code, reason));
        return true;
    }

    // The adapter's side, on the loop

    /** The connection is there; from now on the handshake's time runs. */
    public void connected() {
        if (opening != null) {
            opening.connected();
        }
    }

    /**
     * Sends the handshake.
     *
     * @return false if the driver refused the request; its response is on the way
     */
    public boolean start() {
        boolean started = driver.start();
        settle();
        return started;
    }

    @Override
    public void received(ByteBuffer bytes) {
        settling.reading();
        keepalive.received(bytes.remaining());
        driver.parse(bytes);
    }

    @Override
    public void readComplete() {
        settling.readComplete();
    }

    @Override
    public void drained() {
        settling.drained();
    }

    @Override
    public void ended() {
        driver.end();
        closing().peerEnded();
    }

    @Override
    public void failed(Throwable cause) {
        failing().broke(cause);
    }

    @Override
    public void closed() {
        failing().gone();
        keepalive.stop();
        openingOver();
        settling.gone();
        if (closing != null) {
            closing.gone();
        }
        life.advance(ReadyState.CLOSED);
        sending.gone();
        backlog.clear();
        announcer.gone();
    }

    // Its parts' side, on the loop

    /** Returns what knows how to fail. */
    Failing failing() {
        if (failing == null) {
            failing = new Failing(transport, driver, announcer);
        }
        return failing;
    }

    /** Returns what knows how to close. */
    Closing closing() {
        if (closing == null) {
            closing = new Closing(this);
        }
        return closing;
    }

    void opened() {
        Opening done = opening;
        if (done != null) {
            opening = null;
            done.opened();
        }
    }

    void protocolEnded(int code, String reason) {
        openingOver();
        closing().ended(code, reason);
    }

    void listenerThrew(Throwable thrown) {
        failing().listenerThrew(thrown);
        settle();
    }

    /** Extensions have answered behind their calls. */
    void answered() {
        if (closing != null) {
            closing.answered();
        }
        settle();
    }

    void settle() {
        settling.settle();
    }

    private void openingOver() {
        if (opening != null) {
            opening.clear();
            opening = null;
        }
    }
}
