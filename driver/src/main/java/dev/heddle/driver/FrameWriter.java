package dev.heddle.driver;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames into an {@link Output}: the shortest header, then the payload, masked on the way where this side is a
 * client. Never changes the payload. Source: RFC 6455 §5.2.
 */
final class FrameWriter {

    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int MAX_7_BIT = 125;
    private static final int MAX_16_BIT = 0xFFFF;

    private final Output output;
    /** Null on a server, which does not mask. */
    private final @Nullable MaskingKeys keys;

    FrameWriter(Output output, @Nullable MaskingKeys keys) {
        this.output = output;
        this.keys = keys;
    }

    /** Writes one frame with the payload from position to limit; moves neither. */
    void write(int opcode, boolean fin, ByteBuffer payload) {
        int length = payload.remaining();
        ByteBuffer target = output.claim(Math.addExact(headerLength(length), length));
        putHeader(target, fin ? FIN | opcode : opcode, length);
        int key = 0;
        if (keys != null) {
            key = keys.next();
            target.putInt(key);
        }
        int start = payload.position();
        for (int done = 0; done < length; ) {
            if (done > 0 || !target.hasRemaining()) {
                target = output.claim(length - done);
            }
            int count = Math.min(target.remaining(), length - done);
            int to = target.position();
            if (keys == null) {
                Masker.copy(payload, start + done, target, to, count);
            } else {
                Masker.copy(payload, start + done, target, to, count, key, done);
            }
            target.position(to + count);
            done += count;
        }
    }

    private int headerLength(int length) {
        int extended = length <= MAX_7_BIT ? 0 : length <= MAX_16_BIT ? Short.BYTES : Long.BYTES;
        return 2 + extended + (keys == null ? 0 : Integer.BYTES);
    }

    /** Writes the header up to the masking key, in as few steps as its length allows. */
    private void putHeader(ByteBuffer target, int firstByte, int length) {
        int head = firstByte << Byte.SIZE | (keys == null ? 0 : MASKED);
        if (length <= MAX_7_BIT) {
            target.putShort((short) (head | length));
        } else if (length <= MAX_16_BIT) {
            target.putInt((head | MAX_7_BIT + 1) << Short.SIZE | length);
        } else {
            target.putShort((short) (head | MAX_7_BIT + 2)).putLong(length);
        }
    }
}
