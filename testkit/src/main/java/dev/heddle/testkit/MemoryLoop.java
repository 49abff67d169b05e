package dev.heddle.testkit;

import dev.heddle.websocket.Transport;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The loop of transports in memory. As it is made, the test is the loop's thread whenever it calls {@link #run}, and any
 * other thread (the test itself between two runs among them) is an outside one; so every order of events can be written
 * down. After {@link #start} a thread of its own runs it, for tests of what happens between threads.
 */
public final class MemoryLoop implements AutoCloseable {

    private final FakeClock clock;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Semaphore added = new Semaphore(0);
    private final AtomicLong executed = new AtomicLong();
    /** The thread that is inside of run, or null. */
    private volatile @Nullable Thread runner;
    /** The loop's own thread, if it has one. */
    private volatile @Nullable Thread thread;

    private volatile @Nullable Throwable escaped;
    private volatile boolean closed;
    private volatile boolean rejecting;

    /** Creates a loop that the test runs. */
    public MemoryLoop(FakeClock clock) {
        this.clock = clock;
    }

    /** Returns the clock of the loop's timers. */
    public FakeClock clock() {
        return clock;
    }

    /** Tells whether the calling thread is running the loop. */
    public boolean inLoop() {
        return runner == Thread.currentThread();
    }

    /** From now on tasks of other threads are rejected, as by a loop that has ended or has no thread, or no more. */
    public void reject(boolean on) {
        rejecting = on;
    }

    /**
     * Adds a task behind all that wait; any thread.
     *
     * @throws RejectedExecutionException outside the loop while that {@linkplain #reject rejects}; then the task will not run
     */
    public void execute(Runnable task) {
        if (rejecting && !inLoop()) {
            throw new RejectedExecutionException("The loop takes no task");
        }
        executed.incrementAndGet();
        tasks.add(task);
        added.release();
    }

    /** Returns how many tasks were ever given to the loop. */
    public long executed() {
        return executed.get();
    }

    /**
     * Runs what waits, and what that adds, until nothing waits; what a task throws comes out. Does nothing inside the
     * loop, or if the loop has its own thread.
     */
    public void run() {
        if (thread != null || inLoop()) {
            return;
        }
        runner = Thread.currentThread();
        try {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
        } finally {
            runner = null;
        }
    }

    /** Runs a task on the loop, and what it adds: at once inside the loop, else behind all that waits. */
    public void run(Runnable task) {
        if (inLoop()) {
            task.run();
        } else {
            execute(task);
            run();
        }
    }

    /** Sets a timer whose task runs on the loop. */
    public Transport.Timer schedule(long delayNanos, Runnable task) {
        Timed timed = new Timed(task);
        Transport.Timer timer = clock.schedule(delayNanos, () -> run(timed));
        return () -> {
            timed.cancelled = true;
            timer.cancel();
        };
    }

    /** Gives the loop its own thread, until it is closed. */
    public MemoryLoop start() {
        Thread started = new Thread(this::work, "memory-loop");
        started.setDaemon(true);
        thread = started;
        started.start();
        return this;
    }

    /**
     * Ends the loop's own thread, if it has one, once it has done all that waits.
     *
     * @throws IllegalStateException if a task has thrown; that is the cause
     */
    @Override
    public void close() {
        Thread running = thread;
        if (running == null) {
            return;
        }
        closed = true;
        added.release();
        try {
            running.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Throwable thrown = escaped;
        if (thrown != null) {
            throw new IllegalStateException("A task of the loop has thrown", thrown);
        }
    }

    private void work() {
        runner = Thread.currentThread();
        while (!closed || !tasks.isEmpty()) {
            added.acquireUninterruptibly();
            Runnable task = tasks.poll();
            if (task != null) {
                try {
                    task.run();
                } catch (Throwable e) {
                    escaped = e;
                }
            }
        }
    }

    /** A task that may be cancelled between its time and its turn. */
    private static final class Timed implements Runnable {

        private final Runnable task;
        private volatile boolean cancelled;

        Timed(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (!cancelled) {
                task.run();
            }
        }
    }
}
