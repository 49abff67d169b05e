package dev.heddle.driver;

import dev.heddle.extensions.Frame;
import java.nio.ByteBuffer;

/**
 * Cuts bytes into frames: header fields and slices of payload, whatever the reads they came in. Knows the layout of a
 * frame and no rules; those are the handler's. Source: RFC 6455 §5.2.
 *
 * <pre>
 *   FIRST ─▶ SECOND ─┬─▶ LENGTH ─┬─▶ MASK ─┬─▶ PAYLOAD ─▶ FIRST
 *                    └───────────┴─────────┘  (a step whose bytes the frame does not have is passed over)
 * </pre>
 *
 * <p>Keeps nothing of a payload: a slice is the input itself, with position and limit set around it and the mask taken
 * off in place.
 */
final class FrameParser implements Frame {

    /** Takes the parts of frames. After a throw the parser stands behind the part that it handed over. */
    interface Handler {

        /** The first two bytes of a frame are known. */
        void onFrame() throws ViolationException;

        /** The length of a frame is known, which may be as soon as the first two bytes are. */
        void onLength() throws ViolationException;

        /**
         * A slice of payload; a frame without payload has one, which is empty.
         *
         * @param last whether the frame ends with this slice
         * @return whether to go on
         */
        boolean onPayload(ByteBuffer slice, boolean last) throws ViolationException;
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

    private final Handler handler;

    private Step step = Step.FIRST;
    private int firstByte;
    private int secondByte;
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

    /** Takes bytes until none are left or the handler has enough; what it does not take is left in the buffer. */
    void parse(ByteBuffer in) throws ViolationException {
        boolean more = true;
        while (more && in.hasRemaining()) {
            switch (step) {
                case FIRST -> {
                    firstByte = in.get() & 0xFF;
                    step = Step.SECOND;
                }
                case SECOND -> {
                    secondByte = in.get() & 0xFF;
                    more = second(in);
                }
                case LENGTH -> {
                    length = length << 8 | in.get() & 0xFF;
                    more = --missing > 0 || lengthKnown(in);
                }
                case MASK -> {
                    maskingKey = maskingKey << 8 | in.get() & 0xFF;
                    more = --missing > 0 || payloadBegins(in);
                }
                case PAYLOAD -> more = payload(in);
            }
        }
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

    private boolean second(ByteBuffer in) throws ViolationException {
        handler.onFrame();
        int code = lengthCode();
        if (code < LENGTH_16) {
            length = code;
            return lengthKnown(in);
        }
        length = 0;
        missing = code == LENGTH_64 ? Long.BYTES : Short.BYTES;
        step = Step.LENGTH;
        return true;
    }

    private boolean lengthKnown(ByteBuffer in) throws ViolationException {
        handler.onLength();
        maskingKey = 0;
        if (!masked()) {
            return payloadBegins(in);
        }
        missing = Integer.BYTES;
        step = Step.MASK;
        return true;
    }

    private boolean payloadBegins(ByteBuffer in) throws ViolationException {
        done = 0;
        step = Step.PAYLOAD;
        // A payload of nothing needs no further byte to be whole.
        return length > 0 || payload(in);
    }

    private boolean payload(ByteBuffer in) throws ViolationException {
        int start = in.position();
        int limit = in.limit();
        int end = start + (int) Math.min(length - done, limit - start);
        if (maskingKey != 0) {
            Masker.unmask(in, start, end, maskingKey, (int) done);
        }
        done += end - start;
        boolean last = done == length;
        if (last) {
            step = Step.FIRST;
        }
        in.limit(end);
        try {
            return handler.onPayload(in, last);
        } finally {
            in.limit(limit).position(end);
        }
    }
}
