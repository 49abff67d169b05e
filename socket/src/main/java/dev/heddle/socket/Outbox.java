package dev.heddle.socket;

import dev.heddle.driver.Output;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What a connection has to write: the loop fills and flushes it, one writer at a time empties it, and neither waits for the other.
 * Holds no memory while it is empty.
 *
 * <pre>
 *   loop ──claim──▶ filling ──flush──▶ chunks ──next──▶ writer
 *   loop ◀── hears of it, if it asked ── written ◀──────┘
 * </pre>
 */
final class Outbox implements Output {

    private static final int SMALLEST = 1024;
    /** Also the most that is written at once, by which progress moves. */
    private static final int LARGEST = 64 * 1024;

    private static final ByteBuffer END = ByteBuffer.allocate(0);
    private static final long NEVER = Long.MAX_VALUE;

    // The loop's

    private long low;
    private long high;
    /** What is being filled, or null. */
    private @Nullable ByteBuffer filling;
    /** How many bytes the last flush brought: so many it may well be again. */
    private int lastFlush;
    /** How many bytes were given to the writer since the last flush. */
    private int sinceFlush;

    private boolean full;
    private final Queue<Awaited> awaited = new ArrayDeque<>(1);

    /** A task for the time when so many bytes were written. */
    private record Awaited(long count, Runnable task) {}

    // Both sides': each is changed by one of them

    /** How many bytes the writer was given; the loop's. */
    private volatile long given;
    /** How many bytes the network took; the writer's. */
    private volatile long taken;
    /** From how many on the loop wants to hear of it; the loop's. */
    private volatile long tellAt = NEVER;

    private volatile boolean gone;

    // Under the monitor

    private final ArrayDeque<ByteBuffer> chunks = new ArrayDeque<>(1);
    /** How much of the first chunk was written. */
    private int written;
    /** Whether somebody is the writer. */
    private boolean writing;
    /** Whether nothing comes behind what is here. */
    private boolean ending;
    /** Whether that was told to the writer. */
    private boolean ended;

    Outbox(long low, long high) {
        watermarks(low, high);
    }

    // The loop's side

    /** Sets above how many bytes it is full, until there are fewer than low. */
    void watermarks(long lowBytes, long highBytes) {
        low = lowBytes;
        high = highBytes;
    }

    @Override
    public ByteBuffer claim(int size) {
        ByteBuffer last = filling;
        if (last != null) {
            if (last.remaining() >= Math.min(size, CONTIGUOUS)) {
                return last;
            }
            give(last);
        }
        int capacity = Math.max(SMALLEST, Math.min(Math.max(size, lastFlush - sinceFlush), LARGEST));
        ByteBuffer next = ByteBuffer.allocate(capacity);
        filling = next;
        return next;
    }

    @Override
    public boolean full() {
        if (!full && pendingBytes() + filled() > high) {
            full = true;
            listen();
            // There may be room again already, which nobody would tell.
            drains();
        }
        return full;
    }

    /** Gives the writer all that was filled. */
    void flush() {
        ByteBuffer last = filling;
        if (last != null) {
            filling = null;
            give(last);
        }
        if (sinceFlush > 0) {
            lastFlush = sinceFlush;
            sinceFlush = 0;
        }
    }

    /** Keeps a task until all was written that the writer has been given; answers whether it has been. */
    boolean await(Runnable task) {
        awaited.add(new Awaited(given, task));
        return listen();
    }

    /** Returns a task that was waiting for what was written in the meantime, or null. */
    @Nullable
    Runnable nextAwaited() {
        Awaited first = awaited.peek();
        if (first == null || first.count() > taken) {
            return null;
        }
        awaited.remove();
        return first.task();
    }

    /** Tells, once, that it was full and has room again. */
    boolean drains() {
        if (full && pendingBytes() + filled() < low) {
            full = false;
            return true;
        }
        return false;
    }

    /** Says what the loop wants to hear of next; answers whether that has happened already. */
    boolean listen() {
        Awaited first = awaited.peek();
        long task = first == null ? NEVER : first.count();
        long room = full ? given + filled() - low + 1 : NEVER;
        long at = Math.min(task, room);
        tellAt = at;
        // Behind the line above, as the writer looks there behind what it changes: one of the two sees it.
        return taken >= at;
    }

    /** Says that nothing more is flushed. */
    synchronized void end() {
        ending = true;
    }

    /** The connection is gone, and what was not written with it. */
    void drop() {
        gone = true;
        filling = null;
        awaited.clear();
        tellAt = NEVER;
        synchronized (this) {
            chunks.clear();
            // Nobody needs to come any more.
            writing = true;
        }
    }

    // Any thread's

    /** Returns how many bytes the writer was given and the network has not taken. */
    long pendingBytes() {
        // First what grows last: the other way round another thread could see more taken than given.
        long before = taken;
        return gone ? 0 : given - before;
    }

    /** Returns how many bytes the network took. */
    long taken() {
        return taken;
    }

    // The writer's side

    /** Makes the caller the writer, if there is something to write and nobody is it. */
    synchronized boolean begin() {
        if (writing || !hasMore()) {
            return false;
        }
        writing = true;
        return true;
    }

    /** Returns what is to be written now; {@link #isEnd} for the end; null if there is nothing, and the caller the writer no more. */
    synchronized @Nullable ByteBuffer next() {
        ByteBuffer first = chunks.peek();
        if (first != null) {
            // What the loop adds to the chunk meanwhile comes behind this.
            return first.duplicate().flip().position(written);
        }
        if (hasMore() && !gone) {
            ended = true;
            return END;
        }
        writing = gone;
        return null;
    }

    static boolean isEnd(ByteBuffer next) {
        return !next.hasRemaining();
    }

    /** What {@link #next} returned was written; answers whether the loop wants to hear of it. */
    boolean written(ByteBuffer bytes) {
        int count = bytes.remaining();
        synchronized (this) {
            written += count;
            ByteBuffer first = chunks.peek();
            if (first != null && first.position() == written) {
                chunks.remove();
                written = 0;
            }
        }
        long sum = taken + count;
        taken = sum;
        return sum >= tellAt;
    }

    private boolean hasMore() {
        return !chunks.isEmpty() || ending && !ended;
    }

    private int filled() {
        ByteBuffer last = filling;
        return last == null ? 0 : last.position();
    }

    private void give(ByteBuffer bytes) {
        int count = bytes.position();
        if (count == 0 || gone) {
            return;
        }
        sinceFlush += count;
        // First, as the writer must not be ahead of it.
        long sum = given + count;
        given = sum;
        synchronized (this) {
            ByteBuffer tail = chunks.peekLast();
            if (tail != null && tail.remaining() >= count) {
                // Many small flushes that nobody takes should not hold a chunk each.
                tail.put(bytes.flip());
            } else {
                chunks.add(bytes);
            }
        }
    }
}
