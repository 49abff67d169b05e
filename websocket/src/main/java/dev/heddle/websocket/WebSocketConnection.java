package dev.heddle.websocket;

import dev.heddle.driver.ClientDriver;
import dev.heddle.driver.CloseCode;
import dev.heddle.driver.Driver;
import dev.heddle.driver.DriverListener;
import dev.heddle.driver.DriverOptions;
import dev.heddle.driver.Headers;
import dev.heddle.driver.ProtocolError;
import dev.heddle.driver.Request;
import dev.heddle.driver.WebSocketMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BiFunction;

/**
 * A {@link WebSocket} between an application and a {@link Transport}: a driver and the parts around it, one for each thing
 * that happens to a connection. What {@code WebSocket} does not have is for the transport's adapter and belongs to the loop.
 */
public final class WebSocketConnection implements WebSocket {

    private final Driver driver;
    private final Life life = new Life();
    private final Announcer announcer;
    private final Keepalive keepalive;
    private final OutsideQueue outside;
    private final LateAnswers answers;
    private final Backlog backlog;
    private final Failing failing;
    private final Pausing pausing;
    private final Opening opening;
    private final Closing closing;
    private final Settling settling;
    private final Sending sending;

    private WebSocketConnection(
            Transport transport,
            WebSocketListener listener,
            WebSocketOptions options,
            Duration idleTimeout,
            BiFunction<DriverListener, DriverOptions, ? extends Driver> makeDriver) {
        announcer = new Announcer(listener, this, this::listenerThrew);
        keepalive = new Keepalive(transport, options, idleTimeout, this::pingNow, this::lost);
        DriverListener messages = listener instanceof PartialListener
                ? new PartialMessages(announcer, keepalive)
                : new WholeMessages(announcer, keepalive);
        DriverEvents events =
                new DriverEvents(announcer, keepalive, messages, this::opened, this::violated, this::protocolEnded);
        driver = makeDriver.apply(events, driverOptions(options));
        outside = new OutsideQueue(transport, life, this::settle);
        answers = new LateAnswers(transport, this::answered);
        backlog = new Backlog(transport, driver, outside, options);
        failing = new Failing(transport, driver, announcer);
        pausing = new Pausing(transport, driver, life, keepalive, outside);
        opening = new Opening(transport, options, life, announcer, keepalive, pausing, failing);
        closing = new Closing(transport, options, driver, life, announcer, keepalive, outside, pausing, failing);
        settling = new Settling(transport, options, driver, life, announcer, backlog, failing, pausing, closing);
        sending = new Sending(transport, options, driver, life, announcer, outside, backlog, failing, settling);
    }

    /**
     * Makes the server's side, for a request that the adapter has parsed and accepted.
     *
     * @param listener takes the events
     */
    public static WebSocketConnection server(
            Request request, WebSocketListener listener, WebSocketOptions options, Transport transport) {
        return new WebSocketConnection(
                transport,
                listener,
                options,
                options.idleTimeout(),
                (events, driver) -> Driver.http(request, driver, transport.output(), made -> events));
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
    private DriverOptions driverOptions(WebSocketOptions options) {
        DriverOptions driverOptions = options.driver();
        return driverOptions.extensions().isEmpty()
                ? driverOptions
                : driverOptions.withOwner(this::enter, this::extensionThrew);
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
        return closing.close(code, reason);
    }

    @Override
    public void pause() {
        pausing.pause();
    }

    @Override
    public void resume() {
        pausing.resume();
    }

    /** Starts the closing handshake with code 1001, as a server does that shuts down; any thread. */
    public boolean goAway() {
        return closing.closeWith(CloseCode.GOING_AWAY, "");
    }

    // The adapter's side, on the loop

    /** The connection is there; from now on the handshake's time runs. */
    public void connected() {
        opening.connected();
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

    /** Takes bytes that were read; {@link #readComplete} has to follow. */
    public void received(ByteBuffer bytes) {
        settling.reading();
        keepalive.received(bytes.remaining());
        driver.parse(bytes);
    }

    /** A read is at its end: what it caused is written. */
    public void readComplete() {
        settling.readComplete();
    }

    /** The output has room again. */
    public void drained() {
        settling.drained();
    }

    /** The peer sends no more. */
    public void ended() {
        driver.end();
        closing.peerEnded();
    }

    /** The connection broke. */
    public void failed(Throwable cause) {
        failing.broke(cause);
    }

    /** The connection is gone; this comes once, whatever else came. */
    public void closed() {
        failing.gone();
        keepalive.stop();
        opening.over();
        settling.gone();
        closing.gone();
        backlog.clear();
        life.advance(ReadyState.CLOSED);
        announcer.gone();
    }

    // What a part reports to one that is made after it

    private void opened() {
        opening.opened();
    }

    private void protocolEnded(int code, String reason) {
        opening.over();
        closing.ended(code, reason);
    }

    private void violated(ProtocolError error) {
        failing.violated(error);
    }

    private void listenerThrew(Throwable thrown) {
        failing.listenerThrew(thrown);
        settle();
    }

    private void lost(String message) {
        failing.lost(message);
    }

    private boolean pingNow(ByteBuffer payload) {
        boolean sent = driver.ping(payload);
        settle();
        return sent;
    }

    private void enter(Runnable task) {
        answers.add(task);
    }

    private void answered() {
        closing.answered();
        settle();
    }

    private void extensionThrew(Throwable thrown) {
        failing.extensionThrew(thrown);
    }

    private void settle() {
        settling.settle();
    }
}
