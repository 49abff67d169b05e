package dev.heddle.websocket;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What other threads want done on the loop, in their order, without locks: many tasks wake the loop once.
 */
final class OutsideQueue {

    private record Task(int bytes, Runnable action) {}

    private final Transport transport;
    private final Life life;
    private final Runnable afterwards;
    private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    /** Whether the tasks wait, as a message in parts is not at its end. */
    private boolean held;
    /** Whether the loop was woken and has not begun to work. */
    private final AtomicBoolean woken = new AtomicBoolean();

    /**
     * Makes a queue.
     *
     * @param afterwards what to do on the loop behind the tasks of one wake-up
     */
    OutsideQueue(Transport transport, Life life, Runnable afterwards) {
        this.transport = transport;
        this.life = life;
        this.afterwards = afterwards;
    }

    /** Adds a task that holds some bytes of messages; any thread. */
    void add(int messageBytes, Runnable action) {
        bytes.addAndGet(messageBytes);
        tasks.add(new Task(messageBytes, action));
        if (woken.compareAndSet(false, true)) {
            transport.execute(this::work);
        }
    }

    /** Runs a task here and now if this is the loop, else there; not at all once the connection is gone. Any thread. */
    void run(Runnable task) {
        if (life.isOver()) {
            return;
        }
        if (transport.inLoop()) {
            drain();
            task.run();
            afterwards.run();
        } else {
            add(0, task);
        }
    }

    /** Returns how many bytes of messages wait; any thread. */
    long bytes() {
        return bytes.get();
    }

    /** Does what waits, so that what the loop itself does next comes behind it. */
    void drain() {
        for (Task task = next(); task != null; task = next()) {
            task.action().run();
            bytes.addAndGet(-task.bytes());
        }
    }

    /** Lets what waits wait on, or not; on the loop. */
    void hold(boolean nowHeld) {
        held = nowHeld;
        drain();
    }

    private @Nullable Task next() {
        return held ? null : tasks.poll();
    }

    private void work() {
        // First, so that what is added from here on wakes the loop again.
        woken.set(false);
        drain();
        afterwards.run();
    }
}
