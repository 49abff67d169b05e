package dev.heddle.websocket;

import dev.heddle.driver.ClientDriver;
import dev.heddle.driver.CloseCode;
import dev.heddle.driver.Driver;
import dev.heddle.driver.DriverListener;
import dev.heddle.driver.Headers;
import dev.heddle.driver.MessageAggregator;
import dev.heddle.driver.ProtocolError;
import dev.heddle.driver.Request;
import dev.heddle.driver.ServerDriver;
import dev.heddle.driver.State;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@link WebSocket} between an application and a {@link Transport}: it owns the driver and the deadlines, and brings
 * what other threads want onto the loop.
 *
 * <p>The methods that {@code WebSocket} does not have are for the transport's adapter and belong to the loop.
 */
public final class WebSocketConnection implements WebSocket {

    private static final System.Logger LOG = System.getLogger(WebSocketConnection.class.getName());
    private static final int MAX_CONTROL_PAYLOAD = 125;
    private static final AtomicReferenceFieldUpdater<WebSocketConnection, ReadyState> READY_STATE =
            AtomicReferenceFieldUpdater.newUpdater(WebSocketConnection.class, ReadyState.class, "readyState");

    private final Transport transport;
    private final WebSocketOptions options;
    private final Driver driver;
    private final OutsideQueue outside;
    private final Backlog backlog;
    private final Announcer announcer;
    private final Keepalive keepalive;
    private final WriteStall writeStall;
    private final Deadline handshakeDeadline;
    private final CloseDeadline closeDeadline;

    /** Only ever moves on; by {@link #advance}. */
    private volatile ReadyState readyState = ReadyState.CONNECTING;

    /** Whether a read is being parsed, behind which everything is written at once. */
    private boolean reading;
    /** Whether the transport was asked to say when everything is written. */
    private boolean awaitingWritten;
    /** Whether the transport was told to close. */
    private boolean leaving;
    /** Whether this side ended the connection without waiting for the peer. */
    private boolean brokenOff;

    private WebSocketConnection(
            Transport transport,
            WebSocketListener listener,
            WebSocketOptions options,
            Duration idleTimeout,
            Function<DriverListener, ? extends Driver> makeDriver) {
        this.transport = transport;
        this.options = options;
        this.announcer = new Announcer(listener, this, this::listenerThrew);
        this.driver = makeDriver.apply(new Events());
        this.outside = new OutsideQueue(transport, this::settle);
        this.backlog = new Backlog(transport, driver, outside, options);
        this.keepalive = new Keepalive(transport, options, idleTimeout, this::pingNow, this::lost);
        this.writeStall = new WriteStall(
                transport,
                options.writeStallTimeout(),
                () -> lost("Nothing could be written for " + options.writeStallTimeout() + " (writeStallTimeout)"));
        this.handshakeDeadline = new Deadline(
                transport,
                () -> lost("The handshake was not done within " + options.handshakeTimeout() + " (handshakeTimeout)"));
        this.closeDeadline = new CloseDeadline(transport, this::breakOff);
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
                events -> Driver.http(request, options.driver(), transport.output(), driver -> events));
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
        return new WebSocketConnection(transport, listener, options, Duration.ZERO, events -> {
            ClientDriver driver = Driver.client(url, options.driver(), transport.output(), client -> events);
            headers.fields().forEach(field -> driver.setHeader(field.name(), field.value()));
            return driver;
        });
    }

    // The WebSocket, from any thread

    @Override
    public ReadyState readyState() {
        return readyState;
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
        return send(encode(message), true, true);
    }

    @Override
    public boolean send(ByteBuffer message) {
        return send(message, false, false);
    }

    @Override
    public boolean ping(ByteBuffer payload, Runnable callback) {
        if (payload.remaining() > MAX_CONTROL_PAYLOAD) {
            throw new IllegalArgumentException(
                    "A ping has at most 125 bytes of payload, not " + payload.remaining() + " (RFC 6455 §5.5)");
        }
        if (isClosing()) {
            return false;
        }
        ByteBuffer owned = copy(payload);
        onLoop(() ->
                driver.ping(owned, () -> announcer.tell((listener, socket, answered) -> answered.run(), callback)));
        return true;
    }

    @Override
    public boolean close() {
        return close(CloseCode.NORMAL, "");
    }

    @Override
    public boolean close(int code, String reason) {
        if (!CloseCode.isForApplications(code)) {
            throw new IllegalArgumentException(
                    "Failed to execute 'close' on WebSocket: The code must be either 1000, or"
                            + " between 3000 and 4999. " + code + " is neither.");
        }
        int length = encode(reason).remaining();
        if (length > CloseCode.MAX_REASON_BYTES) {
            throw new IllegalArgumentException("Failed to execute 'close' on WebSocket: The reason must have at most "
                    + CloseCode.MAX_REASON_BYTES + " bytes in UTF-8, not " + length + ".");
        }
        return closeWith(code, reason);
    }

    @Override
    public void pause() {
        onLoop(() -> {
            if (!isClosing()) {
                keepalive.paused(true);
                pauseIfOpen();
            }
        });
    }

    @Override
    public void resume() {
        onLoop(() -> {
            keepalive.paused(false);
            transport.resumeReading();
        });
    }

    /** Starts the closing handshake with code 1001, as a server does that shuts down; any thread. */
    public boolean goAway() {
        return closeWith(CloseCode.GOING_AWAY, "");
    }

    // The adapter's side, on the loop

    /** The connection is there; from now on the handshake's time runs. */
    public void connected() {
        handshakeDeadline.set(options.handshakeTimeout());
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
        reading = true;
        keepalive.received(bytes.remaining());
        driver.parse(bytes);
    }

    /** A read is at its end: what it caused is written. */
    public void readComplete() {
        reading = false;
        settle();
    }

    /** The output has room again. */
    public void drained() {
        driver.drained();
        settle();
    }

    /** The peer sends no more. */
    public void ended() {
        driver.end();
        leave();
    }

    /** The connection broke. */
    public void failed(Throwable cause) {
        lost("Network error: " + place() + ": " + cause, cause);
    }

    /** The connection is gone; this comes once, whatever else came. */
    public void closed() {
        if (!brokenOff && driver.state() != State.CLOSED) {
            // Not every transport knows why: a write can fail behind the end that it causes.
            announcer.error(new WebSocketException("Network error: " + place() + ": the connection was lost", null));
        }
        driver.end();
        keepalive.stop();
        writeStall.stop();
        handshakeDeadline.clear();
        closeDeadline.clear();
        backlog.clear();
        advance(ReadyState.CLOSED);
        announcer.gone();
    }

    // Inside

    private boolean send(ByteBuffer message, boolean text, boolean owned) {
        if (isClosing()) {
            return false;
        }
        int length = message.remaining();
        if (backlog.exceededBy(length)) {
            onLoop(() -> lost("More than " + options.maxBufferedAmount()
                    + " bytes of messages are waiting to be sent (maxBufferedAmount)"));
            return false;
        }
        if (transport.inLoop()) {
            outside.drain();
            boolean sent = sendNow(message, text);
            settle();
            if (reading) {
                // Nothing is written before the read's end, where it is settled whether this stays true.
                backlog.congests();
            }
            return sent;
        }
        ByteBuffer kept = owned ? message : copy(message);
        outside.add(length, () -> sendNow(kept, text));
        if (backlog.congests()) {
            // The loop may have written everything before it could see that someone waits for it.
            outside.add(0, () -> {});
        }
        return true;
    }

    private boolean sendNow(ByteBuffer message, boolean text) {
        backlog.sending();
        boolean sent = text ? driver.text(message, true) : driver.binary(message);
        if (sent) {
            backlog.sent(message.remaining());
        }
        return sent;
    }

    private void pingNow(ByteBuffer payload) {
        driver.ping(payload);
        settle();
    }

    private boolean closeWith(int code, String reason) {
        if (!advance(ReadyState.CLOSING)) {
            return false;
        }
        onLoop(() -> closeNow(code, reason));
        return true;
    }

    private void closeNow(int code, String reason) {
        switch (driver.state()) {
            case BEGINNING, CONNECTING -> closedTooEarly();
            case OPEN, CLOSING -> {
                driver.close(code, reason);
                beginClose();
            }
            case CLOSED -> {
                // The end came in between, and has its own deadline.
            }
        }
    }

    /** WHATWG: to close a socket that is not open is to fail it. */
    private void closedTooEarly() {
        lost("The WebSocket was closed before the connection was established");
    }

    /** Runs a task here and now if this is the loop, else there; not at all once the connection is gone. */
    private void onLoop(Runnable task) {
        if (readyState == ReadyState.CLOSED) {
            return;
        }
        if (transport.inLoop()) {
            outside.drain();
            task.run();
            settle();
        } else {
            outside.add(0, task);
        }
    }

    /** Writes what there is to write, unless a read is under way whose end will do it, and leaves if it is time. */
    private void settle() {
        if (reading) {
            return;
        }
        transport.flush();
        if (readyState == ReadyState.CLOSED) {
            // Nothing would clear a deadline that was set now.
            return;
        }
        backlog.flushed();
        if (transport.output().full()) {
            writeStall.watch();
        } else {
            writeStall.stop();
        }
        if (driver.state() == State.CLOSING && advance(ReadyState.CLOSING)) {
            // The peer's Close frame is answered behind what still waits to be sent.
            beginClose();
        }
        if (!driver.wantsClose()) {
            settleCongestion();
        }
        if (driver.wantsClose()) {
            leave();
        }
    }

    private void beginClose() {
        keepalive.stop();
        // A peer that answers late gets no more time by it.
        closeDeadline.waitForProgress(options.closeTimeout());
        // The peer's Close frame has to be read.
        transport.resumeReading();
    }

    private void settleCongestion() {
        // From inside an event nothing is told; who tells that event settles behind it.
        while (!announcer.isTelling() && backlog.drains()) {
            announcer.tell((listener, socket, self) -> listener.onDrain(socket), this);
        }
        if (backlog.congested() && !awaitingWritten && transport.pendingBytes() > 0) {
            awaitingWritten = true;
            transport.whenWritten(() -> {
                awaitingWritten = false;
                drained();
            });
        }
    }

    private void pauseIfOpen() {
        // Before, there is the handshake's response to be read.
        if (keepalive.isPaused() && driver.state() == State.OPEN) {
            transport.pauseReading();
        }
    }

    /** Ends this side of the connection and gives the peer a moment to end its own. */
    private void leave() {
        if (!leaving && readyState != ReadyState.CLOSED) {
            leaving = true;
            if (driver.wasClean()) {
                // Who closes in order gets what was sent before, and then the time to leave.
                closeDeadline.waitForProgress(options.closeTimeout());
                transport.whenWritten(this::linger);
            } else {
                linger();
            }
            transport.resumeReading();
            transport.close();
        }
    }

    private void linger() {
        if (readyState != ReadyState.CLOSED) {
            closeDeadline.waitFor(options.linger());
        }
    }

    private void breakOff() {
        brokenOff = true;
        transport.abort();
    }

    /** Ends the connection, because this side can not go on or the peer seems to be gone. */
    private void lost(String message) {
        lost(message, null);
    }

    private void lost(String message, @Nullable Throwable cause) {
        announcer.error(new WebSocketException(message, cause));
        driver.end();
        breakOff();
    }

    private void listenerThrew(Throwable thrown) {
        LOG.log(System.Logger.Level.WARNING, () -> "A listener threw; closing " + place() + " with 1011", thrown);
        announcer.error(thrown);
        driver.fail(CloseCode.UNEXPECTED_CONDITION, "");
        settle();
    }

    /** The URL for errors and logs: without the query, in which there may be secrets. */
    private String place() {
        String url = url();
        int query = url.indexOf('?');
        return Printable.escape(query < 0 ? url : url.substring(0, query));
    }

    private boolean isClosing() {
        return readyState.compareTo(ReadyState.CLOSING) >= 0;
    }

    /** Moves on to a later state; answers false if it is not later. */
    private boolean advance(ReadyState next) {
        ReadyState current = readyState;
        while (current.compareTo(next) < 0) {
            if (READY_STATE.compareAndSet(this, current, next)) {
                return true;
            }
            current = readyState;
        }
        return false;
    }

    private static ByteBuffer encode(String text) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("Text has a lone surrogate", e);
        }
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
        return copy.put(0, bytes, bytes.position(), bytes.remaining());
    }

    /** The driver's events, made into the listener's. */
    private final class Events extends MessageAggregator {

        @Override
        public void onOpen() {
            handshakeDeadline.clear();
            if (!advance(ReadyState.OPEN)) {
                // Another thread closed while the handshake's last bytes were on the way.
                closedTooEarly();
                return;
            }
            keepalive.start();
            pauseIfOpen();
            announcer.tell((listener, socket, self) -> listener.onOpen(socket), this);
        }

        @Override
        protected void onText(String message) {
            keepalive.frame();
            announcer.tell(WebSocketListener::onText, message);
        }

        @Override
        protected void onBinary(ByteBuffer message) {
            keepalive.frame();
            announcer.tell(WebSocketListener::onBinary, message);
        }

        @Override
        public void onPing(ByteBuffer payload) {
            keepalive.frame();
            announcer.tell(WebSocketListener::onPing, payload);
        }

        @Override
        public void onPong(ByteBuffer payload) {
            keepalive.frame();
            announcer.tell(WebSocketListener::onPong, payload);
        }

        @Override
        public void onError(ProtocolError error) {
            if (!announcer.hasFailed()) {
                // RFC 6455 §7.1.7: a server keeps a record; a client's application is told.
                System.Logger.Level level =
                        driver instanceof ServerDriver ? System.Logger.Level.INFO : System.Logger.Level.DEBUG;
                LOG.log(
                        level,
                        () -> "WebSocket of " + transport.peer() + " failed with " + error.code() + ": "
                                + Printable.escape(error.toString()));
            }
            announcer.error(new WebSocketException(error));
        }

        @Override
        public void onClose(int code, String reason) {
            advance(ReadyState.CLOSING);
            keepalive.stop();
            handshakeDeadline.clear();
            if (!driver.wantsClose()) {
                // A client lets the server close first, but not for ever: RFC 6455 §7.1.1.
                closeDeadline.waitForProgress(options.closeTimeout());
            }
            boolean clean = driver.wasClean() && !announcer.hasFailed();
            announcer.ending(new CloseEvent(code, reason, clean));
        }
    }
}
