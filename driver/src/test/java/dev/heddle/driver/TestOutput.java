package dev.heddle.driver;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** An output that gives no more room than it has to, each time in another buffer, and whose fullness the test says. */
final class TestOutput implements Output {

    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private ByteBuffer current = ByteBuffer.allocate(0);
    private boolean direct;
    private boolean full;
    /** After how many claims the output is full. */
    private int claims = Integer.MAX_VALUE;

    @Override
    public ByteBuffer claim(int size) {
        collect();
        if (size < 1) {
            throw new AssertionError("Claimed " + size + " bytes");
        }
        full |= --claims == 0;
        int room = Math.min(size, CONTIGUOUS);
        direct = !direct;
        current = direct ? ByteBuffer.allocateDirect(room) : Memory.HEAP_SLICE.allocate(room);
        return current.mark();
    }

    @Override
    public boolean full() {
        return full;
    }

    void full(boolean isFull) {
        full = isFull;
    }

    /** Becomes full with the last of that many claims; a short frame is one. */
    void fullBehind(int count) {
        claims = count;
    }

    /** Returns what was written since the last call. */
    byte[] take() {
        collect();
        byte[] bytes = taken.toByteArray();
        taken.reset();
        return bytes;
    }

    private void collect() {
        if (current.capacity() == 0) {
            return;
        }
        int end = current.position();
        int start = current.reset().position();
        byte[] filled = new byte[end - start];
        current.get(filled);
        taken.writeBytes(filled);
        current = ByteBuffer.allocate(0);
    }
}
