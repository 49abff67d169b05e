package dev.heddle.websocket;

import dev.heddle.driver.Output;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What was sent on an event stream and not written; any thread adds, the loop takes. */
final class EventQueue {

    /** What an event that waits takes at least, in bytes: without it, short ones would be for free. */
    private static final int LEAST = 256;

    private final Queue<ByteBuffer> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    /** About how much memory they take. */
    private final AtomicLong memory = new AtomicLong();

    /** Returns how many bytes wait; any thread. */
    long bytes() {
        return bytes.get();
    }

    /** Returns about how much memory is taken by what waits; any thread. */
    long memory() {
        return memory.get();
    }

    /** Adds an event at the end; any thread. */
    void add(ByteBuffer event) {
        memory.addAndGet(memory(event));
        bytes.addAndGet(event.remaining());
        waiting.add(event);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Fills an output as far as there is room; answers whether there was anything to fill it with. */
    boolean fill(Output output) {
        boolean filled = false;
        while (!output.full()) {
            ByteBuffer next = waiting.poll();
            if (next == null) {
                break;
            }
            // First, as the transport counts it from here on.
            memory.addAndGet(-memory(next));
            bytes.addAndGet(-next.remaining());
            write(next, output);
            filled = true;
        }
        return filled;
    }

    /** Drops what waits. */
    void clear() {
        waiting.clear();
        bytes.set(0);
        memory.set(0);
    }

    private static long memory(ByteBuffer event) {
        return Math.max(event.remaining(), LEAST);
    }

    /** Writes bytes to an output, in front of all that waits. */
    static void write(ByteBuffer bytes, Output output) {
        while (bytes.hasRemaining()) {
            ByteBuffer memory = output.claim(bytes.remaining());
            int count = Math.min(memory.remaining(), bytes.remaining());
            memory.put(memory.position(), bytes, bytes.position(), count).position(memory.position() + count);
            bytes.position(bytes.position() + count);
        }
    }
}
