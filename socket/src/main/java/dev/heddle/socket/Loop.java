package dev.heddle.socket;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A loop without a thread of its own: one thing at a time, on whichever thread is there. The thread that reads runs what it has
 * read here itself; what others give goes to a thread for it, so that it never runs inside of theirs.
 *
 * <pre>
 *   reader ──run──▶ ┌──────┐
 *                   │ lock │──▶ task, and what waits ──▶ lock is free ──▶ left: time to write
 *   any ──execute──▶ queue │
 *          └─ wakes a worker ─▶ run
 * </pre>
 */
final class Loop {

    private static final System.Logger LOG = System.getLogger(Loop.class.getName());

    private final Executor threads;
    private final Owner owner;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    /** Whether a worker is on its way that has not begun. */
    private final AtomicBoolean woken = new AtomicBoolean();

    /** Whose loop it is. */
    interface Owner {

        /** A task has thrown, which none should; on the loop. */
        void threw(Throwable thrown);

        /** The calling thread has left the loop. */
        void left();
    }

    Loop(Executor threads, Owner owner) {
        this.threads = threads;
        this.owner = owner;
    }

    /** Tells whether the calling thread is on the loop. */
    boolean inLoop() {
        return lock.isHeldByCurrentThread();
    }

    /**
     * Runs a task soon: behind what waits, on another thread unless the caller is on the loop. Where the executor has none, on one of
     * ours, with all that waits, and the wire is closed first, since a connection that gets no thread is at its end. Never throws.
     */
    void execute(Runnable task, Wire wire) {
        tasks.add(task);
        // Who is on the loop looks for more before it leaves.
        if (!inLoop() && woken.compareAndSet(false, true)) {
            try {
                threads.execute(this::work);
            } catch (RuntimeException | Error e) {
                woken.set(false);
                LOG.log(System.Logger.Level.WARNING, () -> "No thread for the connection of " + wire.peer(), e);
                // Who is blocked on it finds out, even if there is no other thread either.
                wire.close();
                rescue();
            }
        }
    }

    private void rescue() {
        try {
            Threads.preferred().execute(this::work);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.WARNING, "No thread for the end of a connection", e);
        }
    }

    /** Runs a task now on the calling thread, which may have to wait for another; must not be called on the loop. */
    void run(Runnable task) {
        lock.lock();
        try {
            perform(task);
            drain();
        } finally {
            lock.unlock();
        }
        owner.left();
    }

    private void work() {
        lock.lock();
        try {
            // First, so that what is added from here on wakes a worker again.
            woken.set(false);
            drain();
        } finally {
            lock.unlock();
        }
        owner.left();
    }

    private void drain() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            perform(task);
        }
    }

    private void perform(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            owner.threw(e);
        }
    }
}
