package dev.heddle.servlet;

import dev.heddle.driver.Output;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What a connection sends: filled by the driver, kept until the container takes it, and never waited for. On the loop, except
 * where said otherwise.
 *
 * <pre>
 *   claim ──▶ chunk ──flush──▶ waiting ──container is ready──▶ given ──container is ready again──▶ taken
 * </pre>
 *
 * <p>What was given last is taken when the container is ready behind its flush: until then it may be in the container's buffer,
 * where the end of the connection would lose it.
 *
 * <p>Of what the Servlet API promises this relies on the least: {@code isReady} is asked in front of each write and each flush,
 * after it has answered false not again before {@code onWritePossible}, and an array is never used again.
 */
final class Outgoing implements Output, WriteListener {

    private static final int SMALLEST = 2 * CONTIGUOUS;
    /** The steps in which it is seen whether the peer takes anything. */
    private static final int LARGEST = 32 * 1024;

    /** How many errors a container may tell of, one behind the other. */
    private static final int MOST_ERRORS = 8;

    private final ServletTransport transport;
    private final Loop loop;
    private final long low;
    private final long high;

    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private final Queue<Awaited> awaited = new ArrayDeque<>();

    private record Awaited(long taken, Runnable task) {}

    /** An array, and the view of it through which it is filled. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Chunk(byte[] bytes, ByteBuffer memory) {}

    /** Null before the container has given it, and behind the end. */
    private @Nullable ServletOutputStream stream;
    /** What is being filled, or null. */
    private @Nullable Chunk chunk;
    /** How much was flushed the last time: so much it may well be again. */
    private int flushed = SMALLEST;
    /** Whether the container has to say first when it can be written to. */
    private boolean blocked = true;
    /** Whether something was given that was not flushed. */
    private boolean unflushed;
    /** How many bytes were given since the container was ready. */
    private int given;
    /** Bytes ever flushed by the driver's side, and of these taken. */
    private long sent;

    private long taken;
    /** The difference, for other threads. */
    private volatile long pending;
    /** Whether more than the high watermark was pending, and not yet less than the low one. */
    private boolean full;
    /** Whether the connection is over. */
    private boolean over;

    private int errors;

    Outgoing(ServletTransport transport, Loop loop, long low, long high) {
        this.transport = transport;
        this.loop = loop;
        this.low = low;
        this.high = high;
    }

    /** Begins to write. */
    void open(ServletOutputStream opened) {
        stream = opened;
        opened.setWriteListener(this);
    }

    // The driver's side

    @Override
    public ByteBuffer claim(int size) {
        Chunk last = chunk;
        if (last != null) {
            if (last.memory().remaining() >= Math.min(size, CONTIGUOUS)) {
                return last.memory();
            }
            commit(last);
        }
        byte[] bytes = new byte[Math.min(Math.max(size, Math.max(SMALLEST, flushed)), LARGEST)];
        ByteBuffer memory = ByteBuffer.wrap(bytes);
        chunk = new Chunk(bytes, memory);
        return memory;
    }

    @Override
    public boolean full() {
        return full;
    }

    /** Gives the container as much as it takes. */
    void flush() {
        long before = sent;
        if (chunk != null) {
            commit(chunk);
        }
        if (sent > before) {
            flushed = (int) Math.min(sent - before, LARGEST);
        }
        write();
    }

    /** Runs a task, in a turn of its own, when all that was flushed is taken. */
    void whenWritten(Runnable task) {
        if (taken == sent) {
            loop.execute(task);
        } else if (!over) {
            awaited.add(new Awaited(sent, task));
        }
    }

    /** Returns how many bytes were flushed and not taken; any thread. */
    long pendingBytes() {
        return pending;
    }

    /** Returns how many bytes were taken. */
    long takenBytes() {
        return taken;
    }

    /** Drops what is pending, and all that comes. */
    void end() {
        over = true;
        stream = null;
        chunk = null;
        waiting.clear();
        awaited.clear();
        sent = taken;
        pending = 0;
    }

    private void commit(Chunk filled) {
        chunk = null;
        int length = filled.memory().position();
        if (over || length == 0) {
            return;
        }
        // Whole arrays only: Undertow writes all of an array, whatever part of it is meant.
        byte[] bytes = filled.bytes();
        waiting.add(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
        sent += length;
        pending = sent - taken;
        full |= pending > high;
    }

    // The container's side

    /** {@inheritDoc} */
    @Override
    public void onWritePossible() {
        loop.enter(() -> {
            blocked = false;
            write();
        });
    }

    /** {@inheritDoc} */
    @Override
    public void onError(Throwable cause) {
        // Undertow tells of the same error until something is thrown at it.
        if (++errors > MOST_ERRORS) {
            throw new IllegalStateException("The connection has failed " + errors + " times", cause);
        }
        loop.enter(() -> transport.failed(cause));
    }

    private void write() {
        ServletOutputStream to = stream;
        if (to == null) {
            return;
        }
        try {
            while (!blocked && (given > 0 || !waiting.isEmpty())) {
                if (to.isReady()) {
                    giveNext(to);
                } else {
                    blocked = true;
                }
            }
        } catch (IOException | RuntimeException e) {
            blocked = true;
            loop.execute(() -> transport.failed(e));
        }
        tellTaken();
    }

    /** Does the next thing for which the container has to be ready. */
    private void giveNext(ServletOutputStream to) throws IOException {
        byte[] next = waiting.poll();
        if (next != null) {
            takenAll();
            given = next.length;
            unflushed = true;
            to.write(next);
        } else if (unflushed) {
            unflushed = false;
            to.flush();
        } else {
            takenAll();
        }
    }

    /** The container is ready behind what it was given: that is taken. */
    private void takenAll() {
        taken += given;
        given = 0;
        pending = sent - taken;
    }

    private void tellTaken() {
        for (Awaited next = awaited.peek(); next != null && next.taken() <= taken; next = awaited.peek()) {
            awaited.remove();
            loop.execute(next.task());
        }
        if (full && pending <= low) {
            full = false;
            loop.execute(transport::drained);
        }
    }
}
