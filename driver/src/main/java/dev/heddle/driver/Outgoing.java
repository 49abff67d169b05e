package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one side sends: messages and control frames, at once where they can be written, else in order behind what waits for
 * the handshake or for room in the output. Control frames pass data that waits for room; the Close frame does not.
 */
final class Outgoing {

    private static final int MAX_CONTROL_PAYLOAD = 125;

    private final CloseHandshake life;
    private final Output output;

    private Protocol protocol;
    /** Null while nothing waits for the handshake or for room. */
    private @Nullable SendQueue queue;
    /** Where messages go first if extensions are agreed on. */
    private @Nullable OutgoingMessages extended;
    /** Checks the text of messages in bytes; null before the first. */
    private @Nullable Utf8Validator utf8;
    /** Whether messages go on, rather than wait for the handshake. */
    private boolean opened;
    /** The opcode of the fragmented message that is unfinished, or {@link Opcode#CONTINUATION}. */
    private int unfinished = Opcode.CONTINUATION;
    /** The newest ping that could not be answered because the output was full. */
    private @Nullable ByteBuffer waitingPong;
    /** The Close frame's payload while the queue drains in front of it. */
    private @Nullable ByteBuffer waitingClose;
    /** Why an extension could not process a message, while what came before that waits for room. */
    private @Nullable ProtocolError failure;

    Outgoing(CloseHandshake life, Output output, Protocol protocol) {
        this.life = life;
        this.output = output;
        this.protocol = protocol;
    }

    /** Goes over to another version before the connection is open; drops what waits and does not exist in that. */
    void use(Protocol chosen) {
        protocol = chosen;
        if (queue != null) {
            queue.keepMessagesOf(chosen);
            if (queue.isEmpty()) {
                queue = null;
            }
        }
        if (!chosen.has(unfinished)) {
            unfinished = Opcode.CONTINUATION;
        }
    }

    /** From now on messages pass the extensions that were agreed on. */
    void extend(OutgoingMessages messages) {
        extended = messages;
    }

    /** The handshake is done: what waited for it goes on. */
    void open() {
        opened = true;
        if (queue == null) {
            return;
        }
        List<SendQueue.Waiting> waited = queue.takeAll();
        queue = null;
        for (SendQueue.Waiting frame : waited) {
            if (life.state() == State.CLOSED) {
                return;
            }
            pass(frame.opcode(), frame.fin(), frame.payload(), frame.compress());
        }
    }

    /** Tells whether anything is sent and awaited before the connection ends. */
    boolean hasClosingHandshake() {
        return protocol.hasClosingHandshake(unfinished != Opcode.CONTINUATION);
    }

    /** Returns how many bytes of payload wait. */
    long waitingBytes() {
        return queuedBytes() + (extended == null ? 0 : extended.bytes());
    }

    /** Returns how many bytes of payload wait for the handshake or for room. */
    long queuedBytes() {
        return queue == null ? 0 : queue.bytes();
    }

    /** Returns how many messages wait for the handshake, for room or inside extensions, or were lost behind one that failed there. */
    long unwrittenMessages() {
        return (queue == null ? 0 : queue.messages()) + (extended == null ? 0 : extended.messages());
    }

    /** Returns the code of this side's Close frame; 1005 if it has none, 1006 if it was not sent. */
    int sentCloseCode() {
        return life.sentCode();
    }

    /** Writes a handshake. */
    void head(byte[] bytes) {
        new ByteWriter(output).writeWhole(bytes);
    }

    boolean text(String message) {
        return message(Opcode.TEXT, ByteBuffer.wrap(Utf8.encode(message)), true, false);
    }

    boolean text(ByteBuffer bytes, boolean last, boolean compress) {
        checkFragment(Opcode.TEXT, bytes);
        Utf8Validator validator = utf8;
        if (validator == null) {
            validator = new Utf8Validator();
            utf8 = validator;
        }
        if (!validator.acceptWhole(bytes, last)) {
            throw new IllegalArgumentException("Text is not UTF-8");
        }
        return fragment(Opcode.TEXT, bytes, last, compress);
    }

    boolean binary(ByteBuffer message) {
        return message(Opcode.BINARY, message, true, false);
    }

    boolean send(WebSocketMessage message) {
        if (message instanceof WebSocketMessage.Text text) {
            return message(Opcode.TEXT, ByteBuffer.wrap(text.encoded()), text.compress(), true);
        }
        WebSocketMessage.Binary binary = (WebSocketMessage.Binary) message;
        return message(Opcode.BINARY, binary.kept(), binary.compress(), binary.isPrepared());
    }

    boolean binary(ByteBuffer data, boolean last, boolean compress) {
        checkFragment(Opcode.BINARY, data);
        return fragment(Opcode.BINARY, data, last, compress);
    }

    /** Sends a ping or pong of the application's. */
    boolean control(int opcode, ByteBuffer payload) {
        if (payload.remaining() > MAX_CONTROL_PAYLOAD) {
            throw new IllegalArgumentException("A control frame has at most " + MAX_CONTROL_PAYLOAD
                    + " bytes of payload, not " + payload.remaining() + " (RFC 6455 §5.5)");
        }
        if (life.state() == State.OPEN && protocol.has(opcode)) {
            protocol.write(opcode, true, payload);
            return true;
        }
        return send(opcode, true, payload, true);
    }

    /** Answers a ping of the peer's. */
    void pong(ByteBuffer payload) {
        if (output.full()) {
            // §5.5.3: it is enough to answer the newest of several pings.
            waitingPong = copy(payload);
        } else {
            waitingPong = null;
            protocol.write(Opcode.PONG, true, payload);
        }
    }

    /** Sends a Close frame behind what waits. */
    void close(int code, byte[] reason) {
        waitingClose = closePayload(code, reason);
        drain();
    }

    /** Sends a Close frame at once, if none was sent before; what waits is lost. */
    void closeNow(int code, byte[] reason) {
        ByteBuffer payload = closePayload(code, reason);
        if (life.sendClose(codeOf(payload))) {
            writeClose(payload);
        }
    }

    /** Sends what waits as far as there is room. */
    void drain() {
        if (life.state() != State.OPEN && life.state() != State.CLOSING) {
            return;
        }
        ByteBuffer pong = waitingPong;
        if (pong != null && life.state() == State.OPEN && !output.full()) {
            waitingPong = null;
            protocol.write(Opcode.PONG, true, pong);
        }
        if (!opened) {
            return;
        }
        while (queue != null && !output.full()) {
            SendQueue.Waiting frame = queue.remove();
            if (queue.isEmpty()) {
                queue = null;
            }
            protocol.write(frame.opcode(), frame.fin(), frame.payload());
        }
        ByteBuffer close = waitingClose;
        boolean passed = queue == null && failure == null && (extended == null || extended.isIdle());
        if (close != null && passed && life.sendClose(codeOf(close))) {
            waitingClose = null;
            writeClose(close);
        }
    }

    /** An extension could not process a message: the connection fails behind those in front of it. */
    void failed(ProtocolError error) {
        if (failure == null) {
            failure = error;
        }
    }

    /** Returns what the connection will fail with, or null. */
    @Nullable
    ProtocolError failure() {
        return failure;
    }

    /** Returns, once, what the connection fails with now that nothing in front of it waits; null if there is nothing. */
    @Nullable
    ProtocolError takeFailure() {
        ProtocolError due = queue == null ? failure : null;
        if (due != null) {
            failure = null;
        }
        return due;
    }

    /** Forgets what waits. */
    void clear() {
        queue = null;
        waitingPong = null;
        waitingClose = null;
        failure = null;
        if (extended != null) {
            extended.clear();
        }
    }

    /** Writes a frame, or keeps a copy that waits for room behind those that do. */
    void frame(int opcode, boolean fin, ByteBuffer payload) {
        frame(opcode, fin, payload, false);
    }

    /** Writes a frame, or keeps it behind those that wait for room: as it is, if it never changes. */
    private void frame(int opcode, boolean fin, ByteBuffer payload, boolean shared) {
        if (queue == null && !output.full()) {
            protocol.write(opcode, fin, payload);
        } else {
            queue(opcode, fin, shared ? payload : copy(payload), true);
        }
    }

    private void writeClose(ByteBuffer payload) {
        if (hasClosingHandshake()) {
            protocol.write(Opcode.CLOSE, true, payload);
        }
    }

    private void checkFragment(int opcode, ByteBuffer data) {
        if (extended != null) {
            extended.checkRoom(data);
        }
        if (unfinished != Opcode.CONTINUATION && unfinished != opcode) {
            throw new IllegalStateException("A fragmented message of the other type is unfinished");
        }
    }

    /** Sends a whole message, whose bytes may be those of other connections too: then they never change. */
    private boolean message(int opcode, ByteBuffer message, boolean compress, boolean shared) {
        if (!life.takesMessages()) {
            return false;
        }
        if (unfinished != Opcode.CONTINUATION) {
            throw new IllegalStateException("A fragmented message is unfinished");
        }
        if (shared && opened && extended == null && life.state() == State.OPEN && protocol.has(opcode)) {
            frame(opcode, true, message, true);
            return true;
        }
        // An extension may change what it is given.
        return send(opcode, true, shared && extended != null ? copy(message) : message, compress);
    }

    private boolean fragment(int opcode, ByteBuffer data, boolean last, boolean compress) {
        if (!protocol.has(opcode)) {
            return false;
        }
        int frameOpcode = unfinished == opcode ? Opcode.CONTINUATION : opcode;
        unfinished = last ? Opcode.CONTINUATION : opcode;
        return send(frameOpcode, last, data, compress);
    }

    private boolean send(int opcode, boolean fin, ByteBuffer payload, boolean compress) {
        if (!life.takesMessages() || !protocol.has(opcode)) {
            return false;
        }
        if (opened && extended == null && queue == null && !output.full()) {
            // What nearly always holds, with as few calls as can be: the JIT inlines them only so deep.
            protocol.write(opcode, fin, payload);
            return true;
        }
        if (!opened) {
            queue(opcode, fin, copy(payload), compress);
            return true;
        }
        pass(opcode, fin, payload, compress);
        return life.state() != State.CLOSED;
    }

    private void queue(int opcode, boolean fin, ByteBuffer payload, boolean compress) {
        if (queue == null) {
            queue = new SendQueue();
        }
        queue.add(new SendQueue.Waiting(opcode, fin, payload, compress));
    }

    private void pass(int opcode, boolean fin, ByteBuffer payload, boolean compress) {
        if (extended == null || Opcode.isControl(opcode)) {
            frame(opcode, fin, payload);
        } else if (failure == null) {
            extended.add(opcode, fin, payload, compress);
            if (waitingClose != null) {
                // A session may have answered for everything that the Close frame waited for.
                drain();
            }
        } else if (fin) {
            extended.lost();
        }
    }

    static ByteBuffer copy(ByteBuffer bytes) {
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
        Masker.copy(bytes, bytes.position(), copy, 0, bytes.remaining());
        return copy;
    }

    /** Returns what a Close frame of this version says with a payload; the drafts' say nothing. */
    private int codeOf(ByteBuffer closePayload) {
        return closePayload.hasRemaining() && protocol.has(Opcode.PING)
                ? closePayload.getShort(0) & 0xFFFF
                : CloseCode.NO_CODE;
    }

    private static ByteBuffer closePayload(int code, byte[] reason) {
        if (code == CloseCode.NO_CODE) {
            return ByteBuffer.allocate(0);
        }
        return ByteBuffer.allocate(Short.BYTES + reason.length)
                .putShort((short) code)
                .put(reason)
                .flip();
    }
}
