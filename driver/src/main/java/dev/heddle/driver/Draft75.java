package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The frames of draft-hixie-thewebsocketprotocol-75 §4.2, §5.3: text between 00 and FF, parts of other types to be dropped,
 * nothing else. There are no binary messages, pings or pongs, and the end of the connection is all there is of closing.
 *
 * <pre>
 *   TYPE ─┬─ 00 ──────▶ TEXT ─── up to FF: a message ───▶ TYPE
 *         ├─ 01 to 7F ▶ DROPPED ─ up to FF ─────────────▶ TYPE
 *         └─ 80 to FF ▶ LENGTH ─▶ SKIPPED by its length ▶ TYPE
 * </pre>
 *
 * <p>A message is kept until its end, as what is not UTF-8 in it is replaced rather than refused.
 */
sealed class Draft75 implements Protocol permits Draft76 {

    private enum Step {
        TYPE,
        TEXT,
        DROPPED,
        LENGTH,
        SKIPPED
    }

    private static final byte TEXT = 0x00;
    private static final byte END = (byte) 0xFF;
    /** In a type: a length follows. In a byte of a length: another one follows. */
    private static final int HIGH_BIT = 0x80;

    private static final int FIRST_CAPACITY = 128;
    private static final byte[] NOTHING = {};

    /** No array can be longer. */
    private static final int MOST_TEXT = Integer.MAX_VALUE - 8;

    private final Connection connection;
    private final int maxLength;
    private final ByteWriter writer;

    private Step step = Step.TYPE;
    private byte type;
    /** How many bytes the text or the dropped part has so far, or how many are to be skipped. */
    private long length;
    /** The text under way. */
    private byte[] text = NOTHING;

    Draft75(Connection connection, DriverOptions options, Output output) {
        this.connection = connection;
        this.maxLength = Math.min(options.limits().maxLength(), MOST_TEXT);
        this.writer = new ByteWriter(output);
    }

    @Override
    public String version() {
        return "hixie-75";
    }

    @Override
    public final boolean parse(ByteBuffer in) throws ViolationException {
        while (in.hasRemaining() && connection.reads()) {
            if (connection.isPaused()) {
                return false;
            }
            switch (step) {
                case TYPE -> begin(in.get());
                case TEXT -> text(in);
                case DROPPED -> drop(in);
                case LENGTH -> length(in.get());
                case SKIPPED -> skip(in);
            }
        }
        return true;
    }

    @Override
    public boolean has(int opcode) {
        return opcode == Opcode.TEXT || opcode == Opcode.CONTINUATION;
    }

    @Override
    public boolean hasClosingHandshake(boolean insideMessage) {
        return false;
    }

    @Override
    public void write(int opcode, boolean fin, ByteBuffer payload) {
        writer.claim(payload.remaining() + 2L);
        if (opcode == Opcode.TEXT) {
            writer.write(TEXT);
        }
        writer.write(payload);
        if (fin) {
            writer.write(END);
        }
        writer.done();
    }

    final ByteWriter writer() {
        return writer;
    }

    final Connection connection() {
        return connection;
    }

    /** A part of a type from 80 to FF has no bytes. */
    void onEmpty(byte partType) {
        // Nothing to skip.
    }

    private void begin(byte first) {
        type = first;
        length = 0;
        if ((first & HIGH_BIT) != 0) {
            step = Step.LENGTH;
        } else {
            step = first == TEXT ? Step.TEXT : Step.DROPPED;
        }
    }

    private void text(ByteBuffer in) throws ViolationException {
        int start = (int) length;
        int end = indexOfEnd(in);
        int count = end - in.position();
        grow(count);
        if (length > text.length) {
            long doubled = Math.min(Math.max(FIRST_CAPACITY, 2L * start), maxLength);
            text = Arrays.copyOf(text, (int) Math.max(length, doubled));
        }
        in.get(text, start, count);
        if (in.hasRemaining()) {
            in.get();
            message();
        }
    }

    /** Hands the text over as UTF-8, with U+FFFD for what is none. */
    private void message() throws ViolationException {
        ByteBuffer message = ByteBuffer.wrap(text, 0, (int) length);
        text = NOTHING;
        step = Step.TYPE;
        Utf8Validator utf8 = new Utf8Validator();
        if (!utf8.acceptWhole(message, true)) {
            // It may have grown by that: three bytes stand for one.
            message = ByteBuffer.wrap(Utf8.decode(message).getBytes(StandardCharsets.UTF_8));
            length = message.remaining();
            checkLength();
        }
        connection.listener().onText(message, true);
    }

    private void drop(ByteBuffer in) throws ViolationException {
        int end = indexOfEnd(in);
        grow(end - in.position());
        in.position(end);
        if (in.hasRemaining()) {
            in.get();
            step = Step.TYPE;
        }
    }

    private void length(byte octet) throws ViolationException {
        length = length * HIGH_BIT + (octet & HIGH_BIT - 1);
        checkLength();
        if ((octet & HIGH_BIT) == 0) {
            step = length == 0 ? Step.TYPE : Step.SKIPPED;
            if (length == 0) {
                onEmpty(type);
            }
        }
    }

    private void skip(ByteBuffer in) {
        int count = (int) Math.min(length, in.remaining());
        in.position(in.position() + count);
        length -= count;
        if (length == 0) {
            step = Step.TYPE;
        }
    }

    private void grow(int count) throws ViolationException {
        length += count;
        checkLength();
    }

    private void checkLength() throws ViolationException {
        if (length > maxLength) {
            throw ViolationException.limit(Violation.TOO_LARGE, "maxLength", maxLength);
        }
    }

    private static int indexOfEnd(ByteBuffer in) {
        int index = in.position();
        while (index < in.limit() && in.get(index) != END) {
            index++;
        }
        return index;
    }
}
