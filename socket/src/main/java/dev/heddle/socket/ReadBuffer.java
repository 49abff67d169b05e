package dev.heddle.socket;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * What a connection reads into. Who waits in a blocking read has to hold its memory, so it is small while little comes, and grows
 * with the reads that fill it.
 */
final class ReadBuffer {

    static final int SMALLEST = 1024;
    static final int LARGEST = 64 * 1024;

    private static final int STEP = 4;
    /** How many small reads it takes to believe that no large ones follow. */
    private static final int PATIENCE = 4;

    private ByteBuffer buffer = ByteBuffer.allocate(SMALLEST);
    /** How many bytes the last read brought. */
    private int last;

    private int smallReads;

    /** Waits for bytes and reads what has come; answers false at the end of the stream. */
    boolean fill(InputStream in) throws IOException {
        resize();
        int count = in.read(buffer.array(), 0, buffer.capacity());
        last = Math.max(count, 0);
        buffer.clear().limit(last);
        return count >= 0;
    }

    /** Returns what was read last; whoever takes it may change it. */
    ByteBuffer bytes() {
        return buffer;
    }

    private void resize() {
        int capacity = buffer.capacity();
        if (last == capacity && capacity < LARGEST) {
            buffer = ByteBuffer.allocate(capacity * STEP);
            smallReads = 0;
        } else if (last > capacity / STEP) {
            smallReads = 0;
        } else if (capacity > SMALLEST && ++smallReads == PATIENCE) {
            buffer = ByteBuffer.allocate(capacity / STEP);
            smallReads = 0;
        }
    }
}
