package dev.heddle.driver;

import java.nio.ByteBuffer;

/**
 * Makes messages of data frames: which message a fragment belongs to, whether its text is UTF-8, and how long and how
 * fragmented it may be. Passes payload on as it comes and keeps none. Source: RFC 6455 §5.4, §5.6, §8.1.
 */
final class MessageAssembler {

    private final Limits limits;
    private final Utf8Validator utf8 = new Utf8Validator();

    /** The opcode of the message that is open, or {@link Opcode#CONTINUATION} if none is. */
    private int opcode = Opcode.CONTINUATION;
    /** The bytes of the open message that its headers have declared so far. */
    private int length;

    private int fragments;

    MessageAssembler(Limits limits) {
        this.limits = limits;
    }

    /** Tells whether a message has begun that is not at its end. */
    boolean isOpen() {
        return opcode != Opcode.CONTINUATION;
    }

    /** Takes the header of a data frame that follows the rules; refuses it where the message would pass a limit. */
    void begin(int frameOpcode, long frameLength) throws ViolationException {
        // Not as a sum, which a declared length could overflow.
        if (frameLength > limits.maxLength() - length) {
            throw ViolationException.limit(Violation.TOO_LARGE, "maxLength", limits.maxLength());
        }
        if (fragments == limits.maxFragments()) {
            throw ViolationException.limit(Violation.TOO_MANY_FRAGMENTS, "maxFragments", limits.maxFragments());
        }
        length += (int) frameLength;
        fragments++;
        if (frameOpcode != Opcode.CONTINUATION) {
            opcode = frameOpcode;
        }
    }

    /**
     * Takes a slice of payload.
     *
     * @param last whether the message ends with it
     */
    void payload(ByteBuffer slice, boolean last, DriverListener listener) throws ViolationException {
        boolean text = opcode == Opcode.TEXT;
        if (text && !(utf8.accept(slice) && (!last || utf8.complete()))) {
            throw ViolationException.of(Violation.TEXT_NOT_UTF8);
        }
        if (last) {
            end();
        }
        if (!last && !slice.hasRemaining()) {
            return;
        }
        if (!last && fragments == 1) {
            listener.onFrameLength(length);
        }
        if (text) {
            listener.onText(slice, last);
        } else {
            listener.onBinary(slice, last);
        }
    }

    /** The open message is at its end. */
    void end() {
        opcode = Opcode.CONTINUATION;
        length = 0;
        fragments = 0;
    }
}
