package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * An {@link Output} for owners that would rather pull: what the driver writes waits here until {@link #transmit} moves
 * it into a buffer of the owner's. Holds no memory while it is empty. Belongs to the driver's thread.
 */
public final class OutputQueue implements Output {

    private static final int CHUNK = 4096;

    private final long highWatermark;
    /** In write mode, all but the last one filled. */
    private final Deque<ByteBuffer> chunks = new ArrayDeque<>();
    /** How many bytes of the first chunk were taken already. */
    private int taken;
    /** How many bytes are in the chunks in front of the last one. */
    private long filled;

    /** Creates a queue that is never full. */
    public OutputQueue() {
        this(Long.MAX_VALUE);
    }

    /**
     * Creates a queue that is full from a number of bytes on.
     *
     * @param highWatermark in bytes, at least 1
     */
    public OutputQueue(long highWatermark) {
        if (highWatermark < 1) {
            throw new IllegalArgumentException("highWatermark must be at least 1 byte, not " + highWatermark);
        }
        this.highWatermark = highWatermark;
    }

    @Override
    public ByteBuffer claim(int size) {
        ByteBuffer last = chunks.peekLast();
        if (last == null || last.remaining() < Math.min(size, CONTIGUOUS)) {
            filled += last == null ? 0 : last.position();
            last = ByteBuffer.allocate(Math.max(size, CHUNK));
            chunks.addLast(last);
        }
        return last;
    }

    @Override
    public boolean full() {
        return size() >= highWatermark;
    }

    /** Returns how many bytes wait. */
    public long size() {
        ByteBuffer last = chunks.peekLast();
        return filled - taken + (last == null ? 0 : last.position());
    }

    /**
     * Moves waiting bytes into a buffer, as many as fit.
     *
     * @return how many bytes were moved
     */
    public int transmit(ByteBuffer target) {
        int moved = 0;
        for (ByteBuffer chunk = chunks.peekFirst(); chunk != null; chunk = chunks.peekFirst()) {
            int count = Math.min(chunk.position() - taken, target.remaining());
            target.put(target.position(), chunk, taken, count).position(target.position() + count);
            taken += count;
            moved += count;
            if (taken < chunk.position()) {
                break;
            }
            chunks.removeFirst();
            filled -= chunks.isEmpty() ? 0 : taken;
            taken = 0;
        }
        return moved;
    }

    /**
     * Gives the oldest waiting bytes away, in a buffer that is not used again.
     *
     * @throws java.util.NoSuchElementException if none wait
     */
    ByteBuffer take() {
        ByteBuffer chunk = chunks.removeFirst();
        filled -= chunks.isEmpty() ? 0 : chunk.position();
        chunk.flip().position(taken);
        taken = 0;
        // Who keeps many small frames should not keep a chunk with each.
        return chunk.remaining() * 2 < chunk.capacity() ? Outgoing.copy(chunk) : chunk;
    }

    /** Forgets what waits. */
    void clear() {
        chunks.clear();
        filled = 0;
        taken = 0;
    }
}
