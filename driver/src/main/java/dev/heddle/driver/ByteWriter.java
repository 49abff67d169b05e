package dev.heddle.driver;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes bytes as they stand into an {@link Output}: first what belongs together is claimed as a whole, then its parts
 * follow, and at its end the memory is let go.
 */
final class ByteWriter {

    private final Output output;
    /** Null between two wholes. */
    private @Nullable ByteBuffer target;
    /** How many bytes of the whole are still to come. */
    private long left;

    ByteWriter(Output output) {
        this.output = output;
    }

    /** Writes a whole that is one part: from position to limit; moves neither. */
    void writeWhole(byte[] bytes) {
        claim(bytes.length).write(ByteBuffer.wrap(bytes)).done();
    }

    /** Begins with so many bytes, or at most so many. */
    ByteWriter claim(long size) {
        left = size;
        target = claimLeft();
        return this;
    }

    ByteWriter write(byte octet) {
        room().put(octet);
        left--;
        return this;
    }

    /** Writes the bytes from position to limit; moves neither. */
    ByteWriter write(ByteBuffer bytes) {
        int length = bytes.remaining();
        for (int done = 0; done < length; ) {
            ByteBuffer room = room();
            int count = Math.min(room.remaining(), length - done);
            int to = room.position();
            room.put(to, bytes, bytes.position() + done, count).position(to + count);
            done += count;
            left -= count;
        }
        return this;
    }

    void done() {
        target = null;
    }

    private ByteBuffer room() {
        ByteBuffer room = target;
        if (room == null || !room.hasRemaining()) {
            room = claimLeft();
            target = room;
        }
        return room;
    }

    private ByteBuffer claimLeft() {
        return output.claim((int) Math.max(1, Math.min(left, Integer.MAX_VALUE)));
    }
}
