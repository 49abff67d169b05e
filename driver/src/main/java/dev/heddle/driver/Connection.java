package dev.heddle.driver;

import dev.heddle.extensions.Extension;
import dev.heddle.extensions.ExtensionException;
import dev.heddle.extensions.Extensions;
import dev.heddle.extensions.SessionLimits;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What both roles' drivers share: the life cycle, the commands, what waits to be sent and what waits to be parsed. The
 * subclasses add the opening handshake, a {@link Protocol} the frames.
 */
abstract class Connection {

    private static final DriverListener NO_LISTENER = new DriverListener() {};

    final DriverOptions options;
    final CloseHandshake life;
    final Outgoing outgoing;
    private final Role role;
    private final Output output;
    private final PendingPings pings;
    private final HeldBytes held = new HeldBytes();

    private DriverListener listener = NO_LISTENER;
    private Headers custom = Headers.empty();
    private Protocol protocol;
    private @Nullable String subprotocol;
    /** The extensions to negotiate, and then those that are agreed on; null if the owner has added none. */
    private @Nullable Extensions extensions;
    /** What is agreed on, as it stands in the response. */
    private @Nullable String agreement;
    /** Runs what a session's answer causes, as a call of the driver. */
    private Consumer<Runnable> entry = Runnable::run;
    /** Whether a call of parse is under way. */
    private boolean parsing;
    /** What the peer's Close frame said, once it has come. */
    private int receivedCode = CloseCode.NO_CODE;

    private String receivedReason = "";
    /** Whether the peer's Close frame waits until the messages in front of it have passed the extensions. */
    private boolean closeWaits;
    /** Whether the end of the peer's bytes waits in the same way. */
    private boolean endWaits;

    Connection(Role role, State first, DriverOptions options, Output output) {
        this.role = role;
        this.options = options;
        this.life = new CloseHandshake(first);
        this.output = output;
        this.protocol = new Hybi(role, this, options, output);
        this.outgoing = new Outgoing(life, output, protocol);
        this.pings = new PendingPings(options.limits().maxPendingPings());
        options.extensions().forEach(extension -> negotiated().add(extension));
    }

    /**
     * Takes bytes while the connection is not open.
     *
     * @return false if the rest has to wait until something else happens
     */
    abstract boolean handshake(ByteBuffer in) throws ViolationException;

    /** Answers a failure before the connection was open in HTTP, if there is anything to say. */
    abstract void answer(ProtocolError error);

    /** Tells the error that a connection's end during the handshake is, or null if it is none. */
    abstract @Nullable ProtocolError ended();

    final void listen(DriverListener newListener) {
        listener = newListener;
    }

    /** Has what sessions' answers cause run by somebody who does more around it. */
    final void enterBy(Consumer<Runnable> newEntry) {
        entry = newEntry;
    }

    final DriverListener listener() {
        return listener;
    }

    final Headers custom() {
        return custom;
    }

    // Queries

    public final State state() {
        return life.state();
    }

    public final String version() {
        return protocol.version();
    }

    public final @Nullable String protocol() {
        return subprotocol;
    }

    public final @Nullable String extensions() {
        return agreement;
    }

    public final long pendingBytes() {
        return held.size();
    }

    public final long bufferedAmount() {
        return outgoing.waitingBytes();
    }

    public final boolean wantsRead() {
        return !isPassingTooMuch();
    }

    public final boolean wantsClose() {
        return life.state() == State.CLOSED && !(life.clean() && role == Role.CLIENT);
    }

    public final boolean wasClean() {
        return life.clean();
    }

    // Inputs

    public final void parse(ByteBuffer bytes) {
        if (parsing) {
            throw new IllegalStateException("parse was called from inside an event");
        }
        if (bytes.isReadOnly()) {
            throw new IllegalArgumentException("parse needs a writable buffer: masks are taken off in place");
        }
        parsing = true;
        try {
            parseHeld();
            consume(bytes);
        } finally {
            parsing = false;
            try {
                hold(bytes);
            } finally {
                passed();
            }
        }
    }

    public final void end() {
        if (isEndEarly() && life.state() != State.CLOSED) {
            endWaits = true;
            return;
        }
        lost();
    }

    public final void lost() {
        ProtocolError error = ended();
        if (life.state() == State.CONNECTING && error != null) {
            fail(error);
        } else if (life.received() || life.state() == State.OPEN && !outgoing.hasClosingHandshake()) {
            closed(receivedCode, receivedReason);
        } else {
            closed(CloseCode.ABNORMAL, "");
        }
    }

    public final void drained() {
        outgoing.drain();
        finishIfClean();
    }

    // Commands

    public final boolean addExtension(Extension extension) {
        if (handshakeWritten() || !protocol.version().equals(Hybi.VERSION)) {
            return false;
        }
        negotiated().add(extension);
        return true;
    }

    public final boolean setHeader(String name, String value) {
        Headers more = custom.withCustom(name, value);
        if (handshakeWritten()) {
            return false;
        }
        custom = more;
        return true;
    }

    /** Tells whether it is too late for another header. */
    abstract boolean handshakeWritten();

    public final boolean text(String message) {
        return outgoing.text(message);
    }

    public final boolean text(ByteBuffer utf8, boolean last) {
        return outgoing.text(utf8, last, true);
    }

    public final boolean text(ByteBuffer utf8, boolean last, boolean compress) {
        return outgoing.text(utf8, last, compress);
    }

    public final boolean binary(ByteBuffer message) {
        return outgoing.binary(message);
    }

    public final boolean binary(ByteBuffer data, boolean last) {
        return outgoing.binary(data, last, true);
    }

    public final boolean binary(ByteBuffer data, boolean last, boolean compress) {
        return outgoing.binary(data, last, compress);
    }

    public final boolean send(WebSocketMessage message) {
        return outgoing.send(message);
    }

    public final boolean ping(ByteBuffer payload) {
        return outgoing.control(Opcode.PING, payload);
    }

    public final boolean ping(ByteBuffer payload, PongCallback callback) {
        boolean sent = outgoing.control(Opcode.PING, payload);
        if (sent) {
            pings.add(Outgoing.copy(payload), callback);
        }
        return sent;
    }

    public final boolean pong(ByteBuffer payload) {
        return outgoing.control(Opcode.PONG, payload);
    }

    public final boolean close() {
        return close(CloseCode.NORMAL, "");
    }

    public final boolean close(int code, String reason) {
        CloseCode.checkSent(code, role);
        byte[] text = Utf8.encode(reason);
        if (text.length > CloseCode.MAX_REASON_BYTES) {
            throw new IllegalArgumentException("Close reason has " + text.length + " bytes in UTF-8, at most "
                    + CloseCode.MAX_REASON_BYTES + " fit a Close frame (RFC 6455 §5.5)");
        }
        switch (life.state()) {
            case BEGINNING, CONNECTING -> {
                return closed(code, reason);
            }
            case OPEN -> {
                life.close();
                if (!outgoing.hasClosingHandshake()) {
                    life.receiveClose();
                }
                outgoing.close(code, text);
                finishIfClean();
                return true;
            }
            case CLOSING, CLOSED -> {
                return false;
            }
        }
        throw new AssertionError(life.state());
    }

    public final boolean fail(int code, String reason) {
        CloseCode.checkSent(code, role);
        return fail(new ProtocolError(Violation.OWNER, code, reason, null));
    }

    // The extensions

    private Extensions negotiated() {
        Extensions all = extensions;
        if (all == null) {
            SessionLimits limits = new SessionLimits(options.limits().maxLength());
            all = new Extensions(limits, task -> options.executor().execute(() -> entry.accept(() -> reenter(task))));
            extensions = all;
        }
        return all;
    }

    /** Returns what a client offers, or null. */
    final @Nullable String offer() throws ViolationException {
        if (extensions == null) {
            return null;
        }
        try {
            return extensions.generateOffer();
        } catch (ExtensionException e) {
            throw ViolationException.of(Violation.EXTENSION, String.valueOf(e.getMessage()));
        }
    }

    /** Takes what the server has agreed to, or null. */
    final void agree(@Nullable String response) throws ViolationException {
        if (extensions == null && response == null) {
            return;
        }
        try {
            negotiated().activate(response);
        } catch (ExtensionException e) {
            throw ViolationException.of(Violation.EXTENSIONS_MISMATCH, String.valueOf(e.getMessage()));
        }
        extend(response);
    }

    /** Returns what the server agrees to of the client's offers, or null. */
    final @Nullable String respond(@Nullable String offers) throws ViolationException {
        if (extensions == null) {
            return null;
        }
        try {
            String response = extensions.generateResponse(offers);
            extend(response);
            return response;
        } catch (ExtensionException e) {
            throw ViolationException.of(Violation.EXTENSION, String.valueOf(e.getMessage()));
        }
    }

    private void extend(@Nullable String response) {
        Extensions agreed = extensions;
        if (agreed != null && agreed.isActive()) {
            agreement = response;
            protocol.extend(agreed);
            outgoing.extend(new OutgoingMessages(this, agreed));
        } else {
            extensions = null;
        }
    }

    /** Tells whether messages of the peer's are inside the extensions. */
    private boolean isPassing() {
        return extensions != null && extensions.pendingIncoming() > 0;
    }

    /** Tells whether something is inside the extensions that still counts when the peer sends no more. */
    private boolean isEndEarly() {
        // A peer that has closed in order, and only then ended, gets the answers in front of its Close frame and that.
        boolean answering = life.received() && extensions != null && extensions.pendingOutgoing() > 0;
        return isPassing() || answering;
    }

    /** Tells whether so many are that no more may be parsed. */
    private boolean isPassingTooMuch() {
        return extensions != null
                && (extensions.pendingIncoming() >= options.limits().maxPendingMessages()
                        || extensions.pendingIncomingBytes() > options.limits().maxLength());
    }

    /** Goes on with what a session has answered behind its call, and with what waited for that. */
    private void reenter(Runnable task) {
        try {
            task.run();
        } finally {
            try {
                drained();
            } finally {
                resume();
                passed();
            }
        }
    }

    /** The end of what the peer sends comes behind its messages. */
    private void passed() {
        if (!(closeWaits || endWaits) || isPassing() || parsing) {
            return;
        }
        try {
            if (closeWaits) {
                closeWaits = false;
                receivedClose(receivedCode, receivedReason);
            }
        } finally {
            if (endWaits && !isEndEarly()) {
                endWaits = false;
                lost();
            }
        }
    }

    // What the handshakes and the frames report

    /** Goes over to the draft that the request asks for. */
    final void use(DraftHandshake handshake) {
        protocol = handshake.protocol(this, output);
        outgoing.use(protocol);
    }

    /** The opening handshake is done: what was queued goes out. */
    final void opened(@Nullable String agreed) {
        subprotocol = agreed;
        life.open();
        // What comes from inside the event has to wait for its end, also where a command raised it.
        boolean before = parsing;
        parsing = true;
        try {
            listener.onOpen();
        } finally {
            parsing = before;
            try {
                if (!protocol.has(Opcode.PING)) {
                    pings.dropAll();
                }
            } finally {
                outgoing.open();
                drained();
            }
        }
    }

    /** Parses what was kept, where nothing else is being parsed. */
    final void resume() {
        if (parsing) {
            return;
        }
        parsing = true;
        try {
            parseHeld();
        } finally {
            parsing = false;
        }
    }

    /** Tells whether frames of the peer's still mean something. */
    final boolean reads() {
        return life.reads() && !closeWaits;
    }

    /** Tells whether the next frame may be parsed now. */
    final boolean parses() {
        return reads() && !isPassingTooMuch();
    }

    /** A message has passed the extensions. */
    final void receivedMessage(ByteBuffer data, boolean text) {
        // As in a call of parse, also where another thread's answer brought the message.
        boolean before = parsing;
        parsing = true;
        try {
            if (text) {
                listener.onText(data, true);
            } else {
                listener.onBinary(data, true);
            }
        } finally {
            parsing = before;
        }
    }

    final void receivedPing(ByteBuffer payload) {
        if (life.state() == State.OPEN) {
            outgoing.pong(payload);
        }
        listener.onPing(payload);
    }

    final void receivedPong(ByteBuffer payload) {
        try {
            pings.pong(payload);
        } finally {
            if (life.state() != State.CLOSED) {
                listener.onPong(payload);
            }
        }
    }

    /** §5.5.1: a Close frame is answered by one with the same code, behind what was sent before. */
    final void receivedClose(int code, String reason) {
        receivedCode = code;
        receivedReason = reason;
        if (isPassing()) {
            closeWaits = true;
            return;
        }
        life.receiveClose();
        if (life.close()) {
            if (!outgoing.hasClosingHandshake()) {
                closed(code, reason);
                return;
            }
            outgoing.close(code, new byte[0]);
        }
        finishIfClean();
    }

    /** §7.1.7: fails the connection. */
    final boolean fail(ProtocolError error) {
        boolean handshaking = life.state() == State.CONNECTING;
        outgoing.closeNow(error.code(), Utf8.encodeAtMost(error.message(), CloseCode.MAX_REASON_BYTES));
        if (!life.end()) {
            return false;
        }
        if (handshaking) {
            answer(error);
        }
        try {
            listener.onError(error);
        } finally {
            finish(error.code(), error.message());
        }
        return true;
    }

    /** Ends the connection without a word to the peer. */
    final boolean closed(int code, String reason) {
        boolean ended = life.end();
        if (ended) {
            finish(code, reason);
        }
        return ended;
    }

    private void finishIfClean() {
        if (life.clean()) {
            closed(receivedCode, receivedReason);
        }
    }

    private void finish(int code, String reason) {
        outgoing.clear();
        held.clear();
        closeWaits = false;
        endWaits = false;
        try {
            if (extensions != null) {
                extensions.abort();
            }
        } finally {
            try {
                pings.dropAll();
            } finally {
                listener.onClose(code, reason);
            }
        }
    }

    private void parseHeld() {
        ByteBuffer bytes = held.take();
        if (bytes == null) {
            return;
        }
        try {
            consume(bytes);
        } finally {
            if (life.state() != State.CLOSED) {
                held.giveBack(bytes);
            }
        }
    }

    private void consume(ByteBuffer in) {
        try {
            boolean more = true;
            while (more && in.hasRemaining()) {
                switch (life.state()) {
                    case BEGINNING, CONNECTING -> more = handshake(in);
                    case OPEN, CLOSING, CLOSED -> {
                        if (!reads()) {
                            in.position(in.limit());
                        } else if (isPassingTooMuch()) {
                            more = false;
                        } else {
                            protocol.parse(in);
                        }
                    }
                }
            }
        } catch (ViolationException e) {
            in.position(in.limit());
            fail(e.error());
        }
    }

    /** Keeps what was not parsed: the handshake is not accepted yet, or a listener threw. */
    private void hold(ByteBuffer rest) {
        if (!rest.hasRemaining()) {
            return;
        }
        if (life.state() == State.CLOSED) {
            rest.position(rest.limit());
            return;
        }
        int limit = options.limits().maxEarlyBytes();
        boolean early = life.state() == State.BEGINNING || life.state() == State.CONNECTING;
        if (early && pendingBytes() + rest.remaining() > limit) {
            rest.position(rest.limit());
            fail(ViolationException.limit(Violation.EARLY_BYTES, "maxEarlyBytes", limit)
                    .error());
            return;
        }
        held.add(rest);
    }
}
