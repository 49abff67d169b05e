package dev.heddle.websocket;

import dev.heddle.driver.ClientDriver;
import dev.heddle.driver.CloseCode;
import dev.heddle.driver.Driver;
import dev.heddle.driver.DriverListener;
import dev.heddle.driver.Headers;
import dev.heddle.driver.MessageAggregator;
import dev.heddle.driver.ProtocolError;
import dev.heddle.driver.Request;
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
    private final WebSocketListener listener;
    private final WebSocketOptions options;
    private final Driver driver;
    private final OutsideQueue outside;
    private final Keepalive keepalive;
    private final WriteStall writeStall;
    private final Deadline handshakeDeadline;
    private final Deadline closeDeadline;

    /** Only ever moves on; by {@link #advance}. */
    private volatile ReadyState readyState = ReadyState.CONNECTING;
    /** Bytes of messages given to the driver since it had last written everything; changed on the loop. */
    private volatile long unsettled;
    /** Bytes of messages that wait in the driver; changed on the loop. */
    private volatile long waiting;

    /** What the close event will say; null until the protocol has ended. */
    private @Nullable CloseEvent ending;

    private boolean errorReported;
    private boolean closedReported;
    /** Whether a read is being parsed, behind which everything is written at once. */
    private boolean reading;
    /** Whether the unsent bytes passed the high watermark and have not come down to the low one since; any thread. */
    private volatile boolean congested;
    /** Whether the transport was asked to say when everything is written. */
    private boolean awaitingWritten;
    /** Whether the transport was told to close. */
    private boolean leaving;

    private WebSocketConnection(
            Transport transport,
            WebSocketListener listener,
            WebSocketOptions options,
            Duration idleTimeout,
            Function<DriverListener, ? extends Driver> makeDriver) {
        this.transport = transport;
        this.listener = listener;
        this.options = options;
        this.driver = makeDriver.apply(new Events());
        this.outside = new OutsideQueue(transport, this::settle);
        this.keepalive = new Keepalive(transport, options, idleTimeout, this::pingNow, this::lost);
        this.writeStall = new WriteStall(
                transport,
                options.writeStallTimeout(),
                () -> lost("Nothing could be written for " + options.writeStallTimeout() + " (writeStallTimeout)"));
        this.handshakeDeadline = new Deadline(
                transport,
                () -> lost("The handshake was not done within " + options.handshakeTimeout() + " (handshakeTimeout)"));
        this.closeDeadline = new Deadline(transport, transport::abort);
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
        // What is pending counts framing, what is unsettled counts what was written since: the truth is below both.
        return outside.bytes() + Math.min(unsettled, waiting + transport.pendingBytes());
    }

    @Override
    public boolean isCongested() {
        return congested;
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
        onLoop(0, () -> driver.ping(owned, () -> answered(callback)));
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
        onLoop(0, () -> {
            if (!isClosing()) {
                keepalive.paused(true);
                transport.pauseReading();
            }
        });
    }

    @Override
    public void resume() {
        onLoop(0, () -> {
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
        if (ending == null) {
            reportError(new WebSocketException("Network error: " + url() + ": " + cause, cause));
        }
        driver.end();
        transport.abort();
    }

    /** The connection is gone; this comes once, whatever else came. */
    public void closed() {
        driver.end();
        keepalive.stop();
        writeStall.stop();
        handshakeDeadline.clear();
        closeDeadline.clear();
        advance(ReadyState.CLOSED);
        CloseEvent event = ending;
        if (event == null || closedReported) {
            return;
        }
        closedReported = true;
        try {
            listener.onClose(this, event);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "A listener threw at the close of " + url(), e);
        }
    }

    // Inside

    private boolean send(ByteBuffer message, boolean text, boolean owned) {
        if (isClosing()) {
            return false;
        }
        int length = message.remaining();
        if (bufferedAmount() + length > options.maxBufferedAmount()) {
            onLoop(
                    0,
                    () -> lost("More than " + options.maxBufferedAmount()
                            + " bytes of messages are waiting to be sent (maxBufferedAmount)"));
            return false;
        }
        if (transport.inLoop()) {
            outside.drain();
            boolean sent = sendNow(message, text);
            settle();
            // Inside a read nothing is written before its end, where it is settled whether this stays true.
            congested |= bufferedAmount() > options.highWatermark();
            return sent;
        }
        ByteBuffer kept = owned ? message : copy(message);
        outside.add(length, () -> sendNow(kept, text));
        if (!congested && bufferedAmount() > options.highWatermark()) {
            congested = true;
            // The loop may have written everything before it could see that someone waits for it.
            outside.add(0, () -> {});
        }
        return true;
    }

    private boolean sendNow(ByteBuffer message, boolean text) {
        boolean sent = text ? driver.text(message, true) : driver.binary(message);
        if (sent) {
            long more = unsettled + message.remaining();
            unsettled = more;
        }
        return sent;
    }

    private boolean pingNow(ByteBuffer payload) {
        boolean sent = driver.ping(payload);
        settle();
        return sent;
    }

    private void answered(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException e) {
            listenerThrew(e);
        }
    }

    private boolean closeWith(int code, String reason) {
        boolean handshaking = readyState == ReadyState.CONNECTING;
        if (!advance(ReadyState.CLOSING)) {
            return false;
        }
        onLoop(0, () -> closeNow(code, reason, handshaking));
        return true;
    }

    private void closeNow(int code, String reason, boolean handshaking) {
        if (handshaking && driver.state() != State.OPEN) {
            // WHATWG: to close a socket that is not open is to fail it.
            lost("The WebSocket was closed before the connection was established");
            return;
        }
        driver.close(code, reason);
        beginClose();
    }

    /** Runs a task here and now if this is the loop, else there. */
    private void onLoop(int bytes, Runnable task) {
        if (transport.inLoop()) {
            outside.drain();
            task.run();
            settle();
        } else {
            outside.add(bytes, task);
        }
    }

    /** Writes what there is to write, unless a read is under way whose end will do it, and leaves if it is time. */
    private void settle() {
        if (reading) {
            return;
        }
        transport.flush();
        waiting = driver.bufferedAmount();
        if (waiting == 0 && transport.pendingBytes() == 0) {
            unsettled = 0;
        }
        if (transport.output().full()) {
            writeStall.watch();
        } else {
            writeStall.stop();
        }
        if (driver.state() == State.CLOSING && advance(ReadyState.CLOSING)) {
            // The peer's Close frame is answered behind what still waits to be sent.
            beginClose();
        }
        if (driver.wantsClose()) {
            leave();
        } else if (congested) {
            settleCongestion();
        }
    }

    private void beginClose() {
        keepalive.stop();
        closeDeadline.set(options.closeTimeout());
        // The peer's Close frame has to be read.
        transport.resumeReading();
    }

    private void settleCongestion() {
        if (bufferedAmount() <= options.lowWatermark()) {
            congested = false;
            try {
                listener.onDrain(this);
            } catch (RuntimeException e) {
                listenerThrew(e);
            }
        } else if (!awaitingWritten) {
            awaitingWritten = true;
            transport.whenWritten(() -> {
                awaitingWritten = false;
                drained();
            });
        }
    }

    /** Ends this side of the connection and gives the peer a moment to end its own. */
    private void leave() {
        if (!leaving) {
            leaving = true;
            closeDeadline.set(options.linger());
            transport.resumeReading();
            transport.close();
        }
    }

    /** Ends the connection, because the peer is gone or this side can not go on. */
    private void lost(String message) {
        if (ending == null) {
            reportError(new WebSocketException(message, null));
        }
        driver.end();
        transport.abort();
    }

    private void listenerThrew(RuntimeException thrown) {
        LOG.log(System.Logger.Level.WARNING, "A listener threw; closing " + url() + " with 1011", thrown);
        reportError(thrown);
        driver.fail(CloseCode.UNEXPECTED_CONDITION, "");
    }

    private void reportError(Throwable error) {
        if (errorReported || ending != null) {
            return;
        }
        errorReported = true;
        try {
            listener.onError(this, error);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "A listener threw at an error of " + url(), e);
        }
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
            advance(ReadyState.OPEN);
            keepalive.start();
            try {
                listener.onOpen(WebSocketConnection.this);
            } catch (RuntimeException e) {
                listenerThrew(e);
            }
        }

        @Override
        protected void onText(String message) {
            keepalive.frame();
            try {
                listener.onText(WebSocketConnection.this, message);
            } catch (RuntimeException e) {
                listenerThrew(e);
            }
        }

        @Override
        protected void onBinary(ByteBuffer message) {
            keepalive.frame();
            try {
                listener.onBinary(WebSocketConnection.this, message);
            } catch (RuntimeException e) {
                listenerThrew(e);
            }
        }

        @Override
        public void onPing(ByteBuffer payload) {
            keepalive.frame();
            try {
                listener.onPing(WebSocketConnection.this, payload);
            } catch (RuntimeException e) {
                listenerThrew(e);
            }
        }

        @Override
        public void onPong(ByteBuffer payload) {
            keepalive.frame();
            try {
                listener.onPong(WebSocketConnection.this, payload);
            } catch (RuntimeException e) {
                listenerThrew(e);
            }
        }

        @Override
        public void onError(ProtocolError error) {
            LOG.log(
                    System.Logger.Level.INFO,
                    () -> "WebSocket of " + transport.peer() + " failed with " + error.code() + ": "
                            + Printable.escape(error.toString()));
            reportError(new WebSocketException(error));
        }

        @Override
        public void onClose(int code, String reason) {
            advance(ReadyState.CLOSING);
            keepalive.stop();
            handshakeDeadline.clear();
            ending = new CloseEvent(code, reason, driver.wasClean());
            if (!driver.wantsClose()) {
                // A client lets the server close first, but not for ever: RFC 6455 §7.1.1.
                closeDeadline.set(options.closeTimeout());
            }
        }
    }
}
