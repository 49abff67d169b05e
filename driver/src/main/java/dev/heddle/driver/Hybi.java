package dev.heddle.driver;

import dev.heddle.extensions.Extensions;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The frames of RFC 6455. What comes in meets the rules first; then control frames go to the connection, data to the
 * assembler.
 */
final class Hybi implements Protocol, FrameParser.Handler {

    static final String VERSION = "hybi-13";

    private final Connection connection;
    private final FrameParser parser = new FrameParser(this);
    private FrameRules rules;
    private final MessageAssembler assembler;
    private final FrameWriter writer;
    /** Where messages go first if extensions are agreed on. */
    private @Nullable IncomingMessages extended;

    /** The payload of a control frame that came in several reads, in write mode; null if there is none. */
    private @Nullable ByteBuffer control;
    /** Whether a data frame's head was taken and its payload has to wait. */
    private boolean holding;

    Hybi(Role role, Connection connection, DriverOptions options, Output output) {
        this.connection = connection;
        this.rules = FrameRules.of(role, options.requireMasking());
        this.assembler = new MessageAssembler(options.limits());
        this.writer = new FrameWriter(output, role == Role.CLIENT ? new MaskingKeys(options.random()) : null);
    }

    @Override
    public void extend(Extensions extensions) {
        rules = rules.with(extensions);
        extended = new IncomingMessages(connection, extensions, connection.options.limits());
    }

    @Override
    public void end() {
        if (extended != null) {
            extended.clear();
        }
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public boolean has(int opcode) {
        return Opcode.isDefined(opcode);
    }

    @Override
    public boolean hasClosingHandshake(boolean insideMessage) {
        return true;
    }

    @Override
    public void write(int opcode, boolean fin, ByteBuffer payload) {
        writer.write(opcode, fin, payload);
    }

    @Override
    public boolean parse(ByteBuffer in) throws ViolationException {
        do {
            holding = false;
            if (!parser.header(in)) {
                return true;
            }
            if (connection.isPaused() && !Opcode.isControl(parser.opcode())) {
                holding = true;
                return false;
            }
            slice(in);
        } while (in.hasRemaining() && connection.parses());
        return true;
    }

    @Override
    public boolean isHolding() {
        return holding;
    }

    @Override
    public void onFrame() throws ViolationException {
        rules.checkFrame(parser, assembler.isOpen());
    }

    @Override
    public void onLength() throws ViolationException {
        rules.checkLength(parser);
        if (!Opcode.isControl(parser.opcode())) {
            assembler.begin(parser.opcode(), parser.length());
            if (extended != null && parser.opcode() != Opcode.CONTINUATION) {
                extended.begin(parser);
            }
        }
    }

    /** Hands over what there is of a payload: the input itself, with its limit set for the call. */
    private void slice(ByteBuffer in) throws ViolationException {
        int limit = in.limit();
        int end = parser.payload(in);
        in.limit(end);
        try {
            onPayload(in, parser.isAtEnd());
        } finally {
            in.limit(limit).position(end);
        }
    }

    private void onPayload(ByteBuffer slice, boolean last) throws ViolationException {
        if (!Opcode.isControl(parser.opcode())) {
            onData(slice, last && parser.fin());
        } else if (last && control == null) {
            onControl(slice);
        } else {
            onControlPart(slice, last);
        }
    }

    private void onData(ByteBuffer slice, boolean last) throws ViolationException {
        if (extended == null) {
            assembler.payload(slice, last, connection.listener());
        } else {
            if (last) {
                assembler.end();
            }
            extended.payload(slice, last);
        }
    }

    private void onControlPart(ByteBuffer slice, boolean last) throws ViolationException {
        ByteBuffer whole = control;
        if (whole == null) {
            whole = ByteBuffer.allocate((int) parser.length());
            control = whole;
        }
        whole.put(slice);
        if (last) {
            control = null;
            onControl(whole.flip());
        }
    }

    private void onControl(ByteBuffer payload) throws ViolationException {
        switch (parser.opcode()) {
            case Opcode.PING -> connection.receivedPing(payload);
            case Opcode.PONG -> connection.receivedPong(payload);
            case Opcode.CLOSE -> onClose(payload);
            default -> throw new AssertionError("The rules let no opcode " + parser.opcode() + " pass");
        }
    }

    /** Source: RFC 6455 §5.5.1, §7.4. */
    private void onClose(ByteBuffer payload) throws ViolationException {
        if (!payload.hasRemaining()) {
            connection.receivedClose(CloseCode.NO_CODE, "");
            return;
        }
        if (payload.remaining() < Short.BYTES) {
            throw ViolationException.of(Violation.CLOSE_TOO_SHORT);
        }
        int code = (payload.get() & 0xFF) << 8 | payload.get() & 0xFF;
        if (!CloseCode.mayBeReceived(code)) {
            throw ViolationException.of(Violation.CLOSE_CODE, code);
        }
        Utf8Validator utf8 = new Utf8Validator();
        if (!(utf8.accept(payload) && utf8.complete())) {
            throw ViolationException.of(Violation.CLOSE_REASON_NOT_UTF8);
        }
        connection.receivedClose(code, Utf8.decode(payload));
    }
}
