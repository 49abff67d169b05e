package dev.heddle.driver;

import dev.heddle.extensions.Extension;
import dev.heddle.extensions.Extensions;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What both roles' drivers share: the life cycle, the commands, what waits to be sent and what waits to be parsed. The
 * subclasses add the opening handshake, a {@link Protocol} the frames.
 */
abstract class Connection {

    private static final DriverListener NO_LISTENER = new DriverListener() {};

    final CloseHandshake life;
    final Outgoing outgoing;
    final ConnectionExtensions extensions;
    private final Role role;
    private final Output output;
    private final Parsing parsing;

    /** Without their owner once it is clear that there are no extensions, which alone have to do with it. */
    DriverOptions options;

    private DriverListener listener = NO_LISTENER;
    private Headers custom = Headers.empty();
    private Protocol protocol;
    private @Nullable String subprotocol;
    /** Null before the first ping with a callback. */
    private @Nullable PendingPings pings;
    /** Null before the peer said any. */
    private @Nullable LastWords lastWords;
    /** Whether messages wait until the owner wants them. */
    private boolean paused;

    Connection(Role role, State first, DriverOptions options, Output output) {
        this.role = role;
        this.options = options;
        this.life = new CloseHandshake(first);
        this.output = output;
        this.protocol = new Hybi(role, this, options, output);
        this.outgoing = new Outgoing(life, output, protocol);
        this.extensions = new ConnectionExtensions(this, options);
        this.parsing = new Parsing(this);
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

    /** Takes bytes that come when the connection has ended, or is about to. */
    void takeRest(ByteBuffer in) {
        in.position(in.limit());
    }

    /** No more bytes come. */
    void restEnded() {}

    final void listen(DriverListener newListener) {
        listener = newListener;
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
        return extensions.agreement();
    }

    public final long pendingBytes() {
        return parsing.heldBytes();
    }

    public final long bufferedAmount() {
        return outgoing.waitingBytes();
    }

    public final boolean wantsRead() {
        return !extensions.isFull() && !isHolding();
    }

    public final long unwrittenMessages() {
        return outgoing.unwrittenMessages();
    }

    public final int sentCloseCode() {
        return outgoing.sentCloseCode();
    }

    public final int receivedCloseCode() {
        return lastWords == null ? CloseCode.ABNORMAL : lastWords.code();
    }

    public final boolean wantsClose() {
        return life.state() == State.CLOSED && !(life.clean() && role == Role.CLIENT);
    }

    public final boolean wasClean() {
        return life.clean();
    }

    /** Tells whether another message can go on at once. */
    final boolean takesMore() {
        return outgoing.queuedBytes() == 0 && extensions.hasRoom();
    }

    // Inputs

    public final void parse(ByteBuffer bytes) {
        try {
            parsing.parse(bytes);
        } finally {
            try {
                passed();
            } finally {
                extensions.raise();
            }
        }
    }

    public final void end() {
        if (isEndEarly() && life.state() != State.CLOSED) {
            lastWords().letEndWait();
            return;
        }
        lost();
    }

    public final void lost() {
        restEnded();
        ProtocolError waiting = lastWords == null || lastWords.error() == null ? outgoing.failure() : lastWords.error();
        if (waiting != null) {
            // It happened in front of the loss.
            fail(waiting);
            return;
        }
        ProtocolError error = ended();
        if (life.state() == State.CONNECTING && error != null) {
            fail(error);
        } else if (life.received() || life.state() == State.OPEN && !outgoing.hasClosingHandshake()) {
            closedInOrder();
        } else {
            closed(CloseCode.ABNORMAL, "");
        }
    }

    public final void drained() {
        outgoing.drain();
        ProtocolError failure = outgoing.takeFailure();
        if (failure != null) {
            fail(failure);
        }
        finishIfClean();
    }

    public final void pause() {
        paused = true;
    }

    public final void resume() {
        paused = false;
        goOn();
    }

    // Commands

    public final boolean addExtension(Extension extension) {
        if (handshakeWritten() || !protocol.version().equals(Hybi.VERSION)) {
            return false;
        }
        extensions.add(extension);
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
        return sent(outgoing.text(message));
    }

    public final boolean text(ByteBuffer utf8, boolean last) {
        return sent(outgoing.text(utf8, last, true));
    }

    public final boolean text(ByteBuffer utf8, boolean last, boolean compress) {
        return sent(outgoing.text(utf8, last, compress));
    }

    public final boolean binary(ByteBuffer message) {
        return sent(outgoing.binary(message));
    }

    public final boolean binary(ByteBuffer data, boolean last) {
        return sent(outgoing.binary(data, last, true));
    }

    public final boolean binary(ByteBuffer data, boolean last, boolean compress) {
        return sent(outgoing.binary(data, last, compress));
    }

    public final boolean send(WebSocketMessage message) {
        return sent(outgoing.send(message));
    }

    /** A message may have been the last thing that a Close frame waited for. */
    private boolean sent(boolean answer) {
        finishIfClean();
        return answer;
    }

    public final boolean ping(ByteBuffer payload) {
        return outgoing.control(Opcode.PING, payload);
    }

    public final boolean ping(ByteBuffer payload, PongCallback callback) {
        boolean sent = outgoing.control(Opcode.PING, payload);
        if (sent) {
            if (pings == null) {
                pings = new PendingPings(options.limits().maxPendingPings());
            }
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

    // What the extensions report

    /** Messages pass extensions from now on. */
    final void extend(Extensions agreed) {
        protocol.extend(agreed);
        outgoing.extend(new OutgoingMessages(this, agreed));
    }

    /** Goes on with what a session has answered behind its call, and with what waited for that. */
    final void reenter(Runnable task) {
        try {
            task.run();
        } finally {
            try {
                drained();
            } finally {
                goOn();
            }
        }
    }

    /** The peer's last words come behind its messages. */
    private void passed() {
        LastWords words = lastWords;
        if (words == null || !words.isWaiting() || extensions.isPassing() || parsing.isInside()) {
            return;
        }
        ProtocolError error = words.error();
        if (error != null) {
            fail(error);
            return;
        }
        try {
            if (words.takeClose()) {
                receivedClose(words.code(), words.reason());
            }
        } finally {
            if (words.endWaits() && !isEndEarly()) {
                lost();
            }
        }
    }

    /** Tells whether there is something that still counts when the peer sends no more. */
    private boolean isEndEarly() {
        if (isHolding()) {
            return true;
        }
        // A peer that has closed in order, and only then ended, gets the answers in front of its Close frame and that,
        // if the output has room.
        return extensions.isPassing() || life.received() && extensions.isSending();
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
        custom = Headers.empty();
        if (extensions.isNone()) {
            options = options.withoutOwner();
        }
        life.open();
        // What comes from inside the event has to wait for its end, also where a command raised it.
        boolean before = parsing.enter();
        try {
            listener.onOpen();
        } finally {
            parsing.leave(before);
            try {
                if (!protocol.has(Opcode.PING)) {
                    dropPings();
                }
            } finally {
                outgoing.open();
                drained();
            }
        }
    }

    /** Parses what waited. */
    final void goOn() {
        try {
            parsing.goOn();
        } finally {
            try {
                passed();
            } finally {
                extensions.raise();
            }
        }
    }

    /**
     * Takes bytes, as many as there can be taken now.
     *
     * @return false if the rest has to wait
     */
    final boolean take(ByteBuffer in) throws ViolationException {
        switch (life.state()) {
            case BEGINNING, CONNECTING -> {
                return handshake(in);
            }
            case OPEN, CLOSING, CLOSED -> {
                if (!reads()) {
                    takeRest(in);
                } else if (extensions.isFull()) {
                    return false;
                } else {
                    return protocol.parse(in);
                }
                return true;
            }
        }
        throw new AssertionError(life.state());
    }

    /** Tells whether frames of the peer's still mean something. */
    final boolean reads() {
        return life.reads() && (lastWords == null || !lastWords.isFinal());
    }

    /** Tells whether messages have to wait until the owner wants them. */
    final boolean isPaused() {
        return paused && life.state() == State.OPEN;
    }

    /** Tells whether one waits. */
    private boolean isHolding() {
        return isPaused() && (holdsFrame() || parsing.isHolding());
    }

    /** Tells whether the head of a frame was parsed that has to wait. */
    final boolean holdsFrame() {
        return protocol.isHolding();
    }

    /** Tells whether the next frame may be parsed now. */
    final boolean parses() {
        return reads() && !extensions.isFull();
    }

    /** A message has passed the extensions. */
    final void receivedMessage(ByteBuffer data, boolean text) {
        // As in a call of parse, also where another thread's answer brought the message.
        boolean before = parsing.enter();
        try {
            if (text) {
                listener.onText(data, true);
            } else {
                listener.onBinary(data, true);
            }
        } finally {
            parsing.leave(before);
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
            if (pings != null) {
                pings.pong(payload);
            }
        } finally {
            if (life.state() != State.CLOSED) {
                listener.onPong(payload);
            }
        }
    }

    /** §5.5.1: a Close frame is answered by one with the same code, behind what was sent before. */
    final void receivedClose(int code, String reason) {
        lastWords().close(code, reason);
        if (extensions.isPassing()) {
            lastWords().letCloseWait();
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

    /** The peer broke a rule: the connection fails behind the messages that came before. */
    final void violated(ProtocolError error) {
        if (extensions.isPassing()) {
            lastWords().letWait(error);
        } else {
            fail(error);
        }
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
            // Before anybody can say more: nothing comes out of them behind an error.
            extensions.end();
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
            closedInOrder();
        }
    }

    /** Ends the connection as the peer's Close frame said, or without a code where there are no such frames. */
    private void closedInOrder() {
        LastWords words = lastWords;
        if (words != null && words.isClosed()) {
            closed(words.code(), words.reason());
        } else {
            closed(CloseCode.NO_CODE, "");
        }
    }

    private LastWords lastWords() {
        if (lastWords == null) {
            lastWords = new LastWords();
        }
        return lastWords;
    }

    private void finish(int code, String reason) {
        outgoing.clear();
        parsing.clear();
        protocol.end();
        extensions.end();
        if (lastWords != null) {
            lastWords.clear();
        }
        try {
            dropPings();
        } finally {
            try {
                listener.onClose(code, reason);
            } finally {
                extensions.raise();
            }
        }
    }

    private void dropPings() {
        if (pings != null) {
            pings.dropAll();
        }
    }
}
