package dev.heddle.websocket;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What other threads want done on the loop, in their order, without locks: many tasks wake the loop once.
 */
final class OutsideQueue {

    private record Task(int bytes, Runnable action) {}

    private static final int NO = 0;
    private static final int YES = 1;

    // Many connections never need them, and an object each would cost every one of them memory.
    @SuppressWarnings("rawtypes")
    private static final AtomicReferenceFieldUpdater<OutsideQueue, Queue> TASKS =
            AtomicReferenceFieldUpdater.newUpdater(OutsideQueue.class, Queue.class, "tasks");

    private static final AtomicLongFieldUpdater<OutsideQueue> BYTES =
            AtomicLongFieldUpdater.newUpdater(OutsideQueue.class, "bytes");
    private static final AtomicIntegerFieldUpdater<OutsideQueue> COUNT =
            AtomicIntegerFieldUpdater.newUpdater(OutsideQueue.class, "count");
    private static final AtomicIntegerFieldUpdater<OutsideQueue> WOKEN =
            AtomicIntegerFieldUpdater.newUpdater(OutsideQueue.class, "woken");

    private final WebSocketConnection connection;
    private final Transport transport;
    /** Null before the first task of another thread's. */
    private volatile @Nullable Queue<Task> tasks;

    private volatile long bytes;
    /** How many tasks and messages wait. */
    private volatile int count;
    /** Whether the loop was woken and has not begun to work. */
    private volatile int woken = NO;

    OutsideQueue(WebSocketConnection connection) {
        this.connection = connection;
        this.transport = connection.transport;
    }

    /**
     * Adds a task that holds some bytes of messages; any thread.
     *
     * @return false if the loop takes no task any more: then this one will not run
     */
    boolean add(int messageBytes, Runnable action) {
        Task task = new Task(messageBytes, action);
        count(messageBytes, 1);
        tasks().add(task);
        if (woken == NO && WOKEN.compareAndSet(this, NO, YES)) {
            try {
                transport.execute(this::work);
            } catch (RejectedExecutionException e) {
                woken = NO;
                if (tasks().remove(task)) {
                    count(-messageBytes, -1);
                    return false;
                }
            }
        }
        return true;
    }

    /** Runs a task here and now if this is the loop, else there; not at all once the connection is gone. Any thread. */
    void run(Runnable task) {
        if (connection.life.isOver()) {
            return;
        }
        if (transport.inLoop()) {
            drain();
            task.run();
            connection.settle();
        } else {
            add(0, task);
        }
    }

    /** Returns how many bytes of messages wait; any thread. */
    long bytes() {
        return bytes;
    }

    /** Returns how many tasks and messages wait; any thread. */
    int count() {
        return count;
    }

    /** Does what waits, so that what the loop itself does next comes behind it. */
    void drain() {
        Queue<Task> waiting = tasks;
        if (waiting == null) {
            return;
        }
        for (Task task = waiting.poll(); task != null; task = waiting.poll()) {
            try {
                task.action().run();
            } finally {
                count(-task.bytes(), -1);
            }
        }
    }

    /** Counts messages and their bytes that wait elsewhere, in front of the driver as these, or no more. */
    void count(int moreBytes, int more) {
        BYTES.addAndGet(this, moreBytes);
        COUNT.addAndGet(this, more);
    }

    private Queue<Task> tasks() {
        Queue<Task> made = tasks;
        if (made != null) {
            return made;
        }
        Queue<Task> first = new ConcurrentLinkedQueue<>();
        return TASKS.compareAndSet(this, null, first) ? first : Objects.requireNonNull(tasks);
    }

    private void work() {
        // First, so that what is added from here on wakes the loop again.
        woken = NO;
        drain();
        connection.settle();
    }
}
