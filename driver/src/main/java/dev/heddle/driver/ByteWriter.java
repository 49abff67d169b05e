package dev.heddle.driver;

import java.nio.ByteBuffer;

/** Writes bytes as they stand into an {@link Output}, in as many claims as it takes. */
final class ByteWriter {

    private final Output output;

    ByteWriter(Output output) {
        this.output = output;
    }

    /** Writes the bytes from position to limit; moves neither. */
    void write(ByteBuffer bytes) {
        int start = bytes.position();
        int length = bytes.remaining();
        for (int done = 0; done < length; ) {
            ByteBuffer target = output.claim(length - done);
            int count = Math.min(target.remaining(), length - done);
            int to = target.position();
            target.put(to, bytes, start + done, count).position(to + count);
            done += count;
        }
    }
}
