package dev.heddle.websocket;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * What other threads want done on the loop, in their order, without locks: many tasks wake the loop once.
 *
 * <p>Other threads push onto a stack, which the loop takes whole and turns around. So an empty queue holds no object: thousands of
 * connections to which a thread sends in turn leave nothing that lives longer than the task itself.
 */
final class OutsideQueue implements Runnable {

    /** Stands where there is no task. */
    private static final Task NONE = new Task(0, Task.DONE);

    private static final int NO = 0;
    private static final int YES = 1;

    // An object each would cost every connection memory.
    private static final AtomicReferenceFieldUpdater<OutsideQueue, Task> PUSHED =
            AtomicReferenceFieldUpdater.newUpdater(OutsideQueue.class, Task.class, "pushed");

    private static final AtomicLongFieldUpdater<OutsideQueue> BYTES =
            AtomicLongFieldUpdater.newUpdater(OutsideQueue.class, "bytes");
    private static final AtomicIntegerFieldUpdater<OutsideQueue> COUNT =
            AtomicIntegerFieldUpdater.newUpdater(OutsideQueue.class, "count");
    private static final AtomicIntegerFieldUpdater<OutsideQueue> WOKEN =
            AtomicIntegerFieldUpdater.newUpdater(OutsideQueue.class, "woken");

    private final WebSocketConnection connection;
    private final Transport transport;
    /** The last that was added and not taken, with those before it behind it. */
    private volatile Task pushed = NONE;
    /** The next of those that were taken, in their order; on the loop. */
    private Task taken = NONE;

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
        Task task = push(messageBytes, action);
        boolean taken = false;
        try {
            taken = wake();
        } finally {
            taken = taken || !takeBack(task);
        }
        return taken;
    }

    /** Takes a task back for which the loop was not woken; false if it was done all the same. */
    private boolean takeBack(Task task) {
        boolean mine = task.claim() != Task.DONE;
        if (mine) {
            count(-task.bytes, -1);
        }
        return mine;
    }

    /**
     * Runs a task here and now if this is the loop, else there: where no thread is to be had for it, when somebody enters the loop
     * the next time; not at all once the connection is gone. Any thread.
     */
    void runInLoop(Runnable task) {
        if (connection.life.isOver()) {
            return;
        }
        if (transport.inLoop()) {
            drain();
            task.run();
            connection.settle();
        } else {
            push(0, task);
            wake();
        }
    }

    /**
     * Runs a task on the loop, though it took none just now: when somebody enters it the next time; here and now if nobody will, as
     * the connection is gone. Not on the loop.
     */
    void runAllTheSame(Runnable action) {
        Task task = push(0, action);
        if (!wake() && connection.life.isOver() && takeBack(task)) {
            action.run();
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
        for (Task task = next(); task != NONE; task = next()) {
            Runnable action = task.claim();
            if (action != Task.DONE) {
                try {
                    action.run();
                } finally {
                    count(-task.bytes, -1);
                }
            }
        }
    }

    /** Counts messages and their bytes that wait elsewhere, in front of the driver as these, or no more. */
    void count(int moreBytes, int more) {
        BYTES.addAndGet(this, moreBytes);
        COUNT.addAndGet(this, more);
    }

    /** Does what waits; on the loop, which was woken for it. */
    @Override
    public void run() {
        // First, so that what is added from here on wakes the loop again.
        woken = NO;
        drain();
        connection.settle();
    }

    /** Wakes the loop unless it was; false if it takes no task. */
    private boolean wake() {
        if (woken == NO && WOKEN.compareAndSet(this, NO, YES)) {
            try {
                transport.execute(this);
            } catch (RuntimeException | Error e) {
                woken = NO;
                if (e instanceof RejectedExecutionException) {
                    return false;
                }
                throw e;
            }
        }
        return true;
    }

    private Task push(int messageBytes, Runnable action) {
        Task task = new Task(messageBytes, action);
        count(messageBytes, 1);
        Task before;
        do {
            before = pushed;
            task.next = before;
        } while (!PUSHED.compareAndSet(this, before, task));
        return task;
    }

    /** Takes the next one; what an action adds or drains itself keeps the order. */
    private Task next() {
        if (taken == NONE && pushed != NONE) {
            Task last = PUSHED.getAndSet(this, NONE);
            while (last != NONE) {
                Task before = last.next;
                last.next = taken;
                taken = last;
                last = before;
            }
        }
        Task task = taken;
        if (task != NONE) {
            taken = task.next;
            // What an old generation of the heap holds must not keep a young one alive.
            task.next = NONE;
        }
        return task;
    }

    /** Something to be done once. */
    private static final class Task {

        private static final AtomicReferenceFieldUpdater<Task, Runnable> ACTION =
                AtomicReferenceFieldUpdater.newUpdater(Task.class, Runnable.class, "action");

        /** Stands where the action is done, or taken back. */
        static final Runnable DONE = () -> {};

        final int bytes;
        /** The one that was added before it, or comes behind it once they are taken. */
        Task next = this;

        private volatile Runnable action;

        Task(int bytes, Runnable action) {
            this.bytes = bytes;
            this.action = action;
        }

        /** Returns the action to who asks first, the loop or who takes it back, and {@link #DONE} to the other. */
        Runnable claim() {
            Runnable mine = action;
            return ACTION.compareAndSet(this, mine, DONE) ? mine : DONE;
        }
    }
}
