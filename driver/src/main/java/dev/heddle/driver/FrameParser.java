package dev.heddle.driver;

import dev.heddle.extensions.Frame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Cuts bytes into frames: header fields and slices of payload, whatever the reads they came in. Knows the layout of a
 * frame and no rules; those are the handler's. Source: RFC 6455 §5.2.
 *
 * <pre>
 *   FIRST ─▶ SECOND ─┬─▶ LENGTH ─┬─▶ MASK ─┬─▶ PAYLOAD ─▶ FIRST
 *                    └───────────┴─────────┘  (a step whose bytes the frame does not have is passed over)
 * </pre>
 *
 * <p>Its owner asks for {@link #header} until that is whole and then for {@link #payload} once. Keeps nothing of a payload: a
 * slice is the input itself, with the mask taken off in place.
 */
final class FrameParser implements Frame {

    /** Takes the parts of a header, as soon as they are known. */
    interface Handler {

        /** The first two bytes of a frame are known. */
        void onFrame() throws ViolationException;

        /** The length of a frame is known, which may be as soon as the first two bytes are. */
        void onLength() throws ViolationException;
    }

    private enum Step {
        FIRST,
        SECOND,
        LENGTH,
        MASK,
        PAYLOAD
    }

    private static final int FIN = 0x80;
    private static final int RESERVED = 0x70;
    private static final int OPCODE = 0x0F;
    private static final int MASKED = 0x80;
    private static final int LENGTH_CODE = 0x7F;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    /** The two bytes, the longest length, and the masking key. */
    private static final int MAX_HEADER = 2 + Long.BYTES + Integer.BYTES;

    private final Handler handler;

    private Step step = Step.FIRST;
    private byte firstByte;
    private byte secondByte;
    /** The payload's length as it was read: negative where the most significant bit is set. */
    private long length;

    private int maskingKey;
    /** How many bytes of the length or of the masking key are still to come. */
    private int missing;
    /** How many bytes of the payload were handed over. */
    private long done;

    FrameParser(Handler handler) {
        this.handler = handler;
    }

    /**
     * Takes what there is of a header.
     *
     * @return whether it is whole, so that the payload comes next; if not, no byte is left
     */
    boolean header(ByteBuffer in) throws ViolationException {
        if (step == Step.FIRST && in.remaining() >= MAX_HEADER && in.order() == ByteOrder.BIG_ENDIAN) {
            whole(in);
            return true;
        }
        while (step != Step.PAYLOAD && in.hasRemaining()) {
            take(in.get() & 0xFF);
        }
        return step == Step.PAYLOAD;
    }

    /**
     * Takes the mask off what there is of the payload, which may be nothing, and leaves it in the buffer.
     *
     * @return where in the buffer it ends
     */
    int payload(ByteBuffer in) {
        int start = in.position();
        int end = start + (int) Math.min(length - done, in.remaining());
        if (maskingKey != 0) {
            Masker.unmask(in, start, end, maskingKey, (int) done);
        }
        done += end - start;
        if (done == length) {
            step = Step.FIRST;
        }
        return end;
    }

    /** Tells whether the last slice was the end of its frame. */
    boolean isAtEnd() {
        return step == Step.FIRST;
    }

    @Override
    public boolean fin() {
        return (firstByte & FIN) != 0;
    }

    @Override
    public boolean rsv1() {
        return rsv(1) != 0;
    }

    @Override
    public boolean rsv2() {
        return rsv(2) != 0;
    }

    @Override
    public boolean rsv3() {
        return rsv(3) != 0;
    }

    /** Returns reserved bit 1, 2 or 3 as 0 or 1. */
    int rsv(int number) {
        return firstByte >> 7 - number & 1;
    }

    /** Tells whether any reserved bit is set. */
    boolean hasReserved() {
        return (firstByte & RESERVED) != 0;
    }

    @Override
    public int opcode() {
        return firstByte & OPCODE;
    }

    boolean masked() {
        return (secondByte & MASKED) != 0;
    }

    /** Returns the seven bits of the second byte: the length itself up to 125, else 126 or 127. */
    int lengthCode() {
        return secondByte & LENGTH_CODE;
    }

    /** Returns the payload's length in bytes; negative if its most significant bit is set. */
    long length() {
        return length;
    }

    /** Takes a header at once, as nearly all come. */
    private void whole(ByteBuffer in) throws ViolationException {
        int at = in.position();
        firstByte = in.get(at);
        secondByte = in.get(at + 1);
        handler.onFrame();
        at += 2;
        int code = lengthCode();
        if (code < LENGTH_16) {
            length = code;
        } else if (code == LENGTH_16) {
            length = in.getShort(at) & 0xFFFF;
            at += Short.BYTES;
        } else {
            length = in.getLong(at);
            at += Long.BYTES;
        }
        handler.onLength();
        maskingKey = 0;
        if (masked()) {
            maskingKey = in.getInt(at);
            at += Integer.BYTES;
        }
        in.position(at);
        payloadBegins();
    }

    /** Takes one byte of a header. */
    private void take(int octet) throws ViolationException {
        switch (step) {
            case FIRST -> {
                firstByte = (byte) octet;
                step = Step.SECOND;
            }
            case SECOND -> {
                secondByte = (byte) octet;
                second();
            }
            case LENGTH -> {
                length = length << 8 | octet;
                if (--missing == 0) {
                    lengthKnown();
                }
            }
            case MASK -> {
                maskingKey = maskingKey << 8 | octet;
                if (--missing == 0) {
                    payloadBegins();
                }
            }
            case PAYLOAD -> throw new IllegalStateException("The header is whole");
        }
    }

    private void second() throws ViolationException {
        handler.onFrame();
        int code = lengthCode();
        if (code < LENGTH_16) {
            length = code;
            lengthKnown();
        } else {
            length = 0;
            missing = code == LENGTH_64 ? Long.BYTES : Short.BYTES;
            step = Step.LENGTH;
        }
    }

    private void lengthKnown() throws ViolationException {
        handler.onLength();
        maskingKey = 0;
        if (masked()) {
            missing = Integer.BYTES;
            step = Step.MASK;
        } else {
            payloadBegins();
        }
    }

    private void payloadBegins() {
        done = 0;
        step = Step.PAYLOAD;
    }
}
