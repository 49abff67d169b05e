package dev.heddle.driver;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What both roles' drivers share: the life cycle, the commands, what waits to be sent and what waits to be parsed. The
 * subclasses add the opening handshake, {@link Hybi} the frames.
 */
abstract class Connection {

    private static final DriverListener NO_LISTENER = new DriverListener() {};
    private static final int MOST_HELD_IN_RESERVE = 64 * 1024;

    final DriverOptions options;
    final FrameWriter writer;
    final CloseHandshake life;
    private final Role role;
    private final Output output;
    private final Hybi hybi;
    private final SendQueue queue = new SendQueue();
    private final PendingPings pings;
    private final Utf8Validator sentUtf8 = new Utf8Validator();

    private DriverListener listener = NO_LISTENER;
    private Headers custom = Headers.empty();
    private @Nullable String protocol;
    /** Received bytes that could not be parsed yet, in read mode, perhaps with room behind them; null if there are none. */
    private @Nullable ByteBuffer held;
    /** Whether a call of parse is under way. */
    private boolean parsing;
    /** The opcode of the fragmented message being sent, or {@link Opcode#CONTINUATION}. */
    private int sending = Opcode.CONTINUATION;
    /** The Close frame's payload while the queue drains in front of it. */
    private @Nullable ByteBuffer waitingClose;
    /** What the peer's Close frame said, once it has come. */
    private int receivedCode;

    private String receivedReason = "";
    /** The newest ping that could not be answered because the output was full. */
    private @Nullable ByteBuffer waitingPong;

    Connection(Role role, State first, DriverOptions options, Output output) {
        this.role = role;
        this.options = options;
        this.output = output;
        this.life = new CloseHandshake(first);
        this.writer = new FrameWriter(output, role == Role.CLIENT ? new MaskingKeys(options.random()) : null);
        this.pings = new PendingPings(options.limits().maxPendingPings());
        this.hybi = new Hybi(role, options, this);
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
        return "hybi-13";
    }

    public final @Nullable String protocol() {
        return protocol;
    }

    public final long pendingBytes() {
        return held == null ? 0 : held.remaining();
    }

    public final long bufferedAmount() {
        return queue.bytes();
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
            hold(bytes);
        }
    }

    public final void end() {
        ProtocolError error = ended();
        if (life.state() == State.CONNECTING && error != null) {
            fail(error);
        } else if (life.received()) {
            closed(receivedCode, receivedReason);
        } else {
            closed(CloseCode.ABNORMAL, "");
        }
    }

    public final void drained() {
        if (waitingPong != null && life.state() == State.OPEN && !output.full()) {
            ByteBuffer payload = waitingPong;
            waitingPong = null;
            writer.write(Opcode.PONG, true, payload);
        }
        sendQueued();
    }

    // Commands

    public final boolean setHeader(String name, String value) {
        Headers more = HttpWriter.add(custom, name, value);
        if (handshakeWritten()) {
            return false;
        }
        custom = more;
        return true;
    }

    /** Tells whether it is too late for another header. */
    abstract boolean handshakeWritten();

    public final boolean text(String message) {
        checkWhole();
        return send(Opcode.TEXT, true, ByteBuffer.wrap(Utf8.encode(message)), true);
    }

    public final boolean text(ByteBuffer utf8, boolean last) {
        checkFragment(Opcode.TEXT);
        if (!sentUtf8.acceptWhole(utf8, last)) {
            throw new IllegalArgumentException("Text is not UTF-8");
        }
        return fragment(Opcode.TEXT, utf8, last);
    }

    public final boolean binary(ByteBuffer message) {
        checkWhole();
        return send(Opcode.BINARY, true, message, false);
    }

    public final boolean binary(ByteBuffer data, boolean last) {
        checkFragment(Opcode.BINARY);
        return fragment(Opcode.BINARY, data, last);
    }

    public final boolean ping(ByteBuffer payload) {
        return control(Opcode.PING, payload);
    }

    public final boolean ping(ByteBuffer payload, PongCallback callback) {
        boolean sent = control(Opcode.PING, payload);
        if (sent) {
            pings.add(copy(payload), callback);
        }
        return sent;
    }

    public final boolean pong(ByteBuffer payload) {
        return control(Opcode.PONG, payload);
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
                waitingClose = closePayload(code, text);
                sendQueued();
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

    // What the handshakes and the frames report

    /** The opening handshake is done: what was queued goes out. */
    final void opened(@Nullable String agreed) {
        protocol = agreed;
        life.open();
        try {
            listener.onOpen();
        } finally {
            sendQueued();
        }
    }

    /** Parses what was kept, where nothing else is being parsed. */
    final void resume() {
        if (parsing || held == null) {
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
        return life.reads();
    }

    final void receivedPing(ByteBuffer payload) {
        if (life.state() == State.OPEN) {
            if (output.full()) {
                // §5.5.3: it is enough to answer the newest of several pings.
                waitingPong = copy(payload);
            } else {
                waitingPong = null;
                writer.write(Opcode.PONG, true, payload);
            }
        }
        listener.onPing(payload);
    }

    final void receivedPong(ByteBuffer payload) {
        try {
            pings.pong(payload);
        } finally {
            listener.onPong(payload);
        }
    }

    /** §5.5.1: a Close frame is answered by one with the same code, behind what was sent before. */
    final void receivedClose(int code, String reason) {
        receivedCode = code;
        receivedReason = reason;
        life.receiveClose();
        if (life.close()) {
            waitingClose = closePayload(code, new byte[0]);
        }
        sendQueued();
    }

    /** §7.1.7: fails the connection. */
    final boolean fail(ProtocolError error) {
        boolean handshaking = life.state() == State.CONNECTING;
        if (life.sendClose()) {
            byte[] reason = Utf8.encodeAtMost(error.message(), CloseCode.MAX_REASON_BYTES);
            writer.write(Opcode.CLOSE, true, closePayload(error.code(), reason));
        }
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

    private void finish(int code, String reason) {
        queue.clear();
        held = null;
        waitingClose = null;
        waitingPong = null;
        try {
            pings.dropAll();
        } finally {
            listener.onClose(code, reason);
        }
    }

    private void parseHeld() {
        ByteBuffer bytes = held;
        if (bytes == null) {
            return;
        }
        held = null;
        try {
            consume(bytes);
        } finally {
            if (bytes.hasRemaining() && life.state() != State.CLOSED) {
                held = bytes;
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
                        if (reads()) {
                            hybi.parse(in);
                        } else {
                            in.position(in.limit());
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
        ByteBuffer kept = withRoom(held, rest.remaining());
        int end = kept.limit();
        kept.limit(end + rest.remaining());
        kept.put(end, rest, rest.position(), rest.remaining());
        rest.position(rest.limit());
        held = kept;
    }

    /** Returns the bytes with that much room behind their limit; grows in steps, as bytes may come one by one. */
    private static ByteBuffer withRoom(@Nullable ByteBuffer bytes, int room) {
        if (bytes == null) {
            return ByteBuffer.allocate(room).limit(0);
        }
        if (bytes.capacity() - bytes.limit() >= room) {
            return bytes;
        }
        int size = bytes.remaining();
        int larger = Math.addExact(size, Math.max(room, Math.min(size, MOST_HELD_IN_RESERVE)));
        return ByteBuffer.allocate(larger).put(bytes).flip();
    }

    private void checkWhole() {
        if (sending != Opcode.CONTINUATION) {
            throw new IllegalStateException("A fragmented message is unfinished");
        }
    }

    private void checkFragment(int opcode) {
        if (sending != Opcode.CONTINUATION && sending != opcode) {
            throw new IllegalStateException("A fragmented message of the other type is unfinished");
        }
    }

    private boolean fragment(int opcode, ByteBuffer data, boolean last) {
        int frameOpcode = sending == opcode ? Opcode.CONTINUATION : opcode;
        sending = last ? Opcode.CONTINUATION : opcode;
        return send(frameOpcode, last, data, false);
    }

    private boolean control(int opcode, ByteBuffer payload) {
        if (payload.remaining() > 125) {
            throw new IllegalArgumentException("A control frame has at most 125 bytes of payload, not "
                    + payload.remaining() + " (RFC 6455 §5.5)");
        }
        if (life.state() == State.OPEN) {
            writer.write(opcode, true, payload);
            return true;
        }
        return send(opcode, true, payload, false);
    }

    private boolean send(int opcode, boolean fin, ByteBuffer payload, boolean owned) {
        if (!life.takesMessages()) {
            return false;
        }
        if (life.state() == State.OPEN && queue.isEmpty() && !output.full()) {
            writer.write(opcode, fin, payload);
        } else {
            queue.add(new SendQueue.Waiting(opcode, fin, owned ? payload : copy(payload)));
        }
        return true;
    }

    /**
     * Sends what waits as far as there is room, and behind the last of it the Close frame if one waits; ends the
     * connection if that was the second of two.
     */
    private void sendQueued() {
        if (life.state() != State.OPEN && life.state() != State.CLOSING) {
            return;
        }
        while (!queue.isEmpty() && !output.full()) {
            SendQueue.Waiting frame = queue.poll();
            if (frame != null) {
                writer.write(frame.opcode(), frame.fin(), frame.payload());
            }
        }
        if (queue.isEmpty() && waitingClose != null && life.sendClose()) {
            writer.write(Opcode.CLOSE, true, waitingClose);
            waitingClose = null;
        }
        if (life.clean()) {
            closed(receivedCode, receivedReason);
        }
    }

    private static ByteBuffer closePayload(int code, byte[] reason) {
        if (code == CloseCode.NO_CODE) {
            return ByteBuffer.allocate(0);
        }
        return ByteBuffer.allocate(2 + reason.length)
                .putShort((short) code)
                .put(reason)
                .flip();
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
        return copy.put(0, bytes, bytes.position(), bytes.remaining());
    }
}
