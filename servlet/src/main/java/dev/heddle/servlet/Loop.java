package dev.heddle.servlet;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The loop of one connection, which is whatever thread is inside. A container's thread enters with what has happened; what
 * other threads want done waits for the one that is inside, or for one of the executor's.
 *
 * <pre>
 *   container's thread ──enter────▶ ┌─────────────────┐
 *                                   │ one at a time   │
 *   any thread ──execute──▶ tasks ─▶│                 │◀── executor's thread
 *                                   └─────────────────┘
 * </pre>
 *
 * <p>A container's thread waits its turn instead of leaving what it has to say in the queue: containers see to reading and
 * writing when their listeners return, and what they do then must come behind what the listener did.
 */
final class Loop {

    private static final System.Logger LOG = System.getLogger(Loop.class.getName());

    /** How many tasks a thread does in one turn: a container's own is not to be kept for ever. */
    private static final int TURN = 64;

    private final Executor executor;
    private final ReentrantLock inside = new ReentrantLock();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    /** Whether the executor was asked for a turn that has not begun. */
    private final AtomicBoolean woken = new AtomicBoolean();

    Loop(Executor executor) {
        this.executor = executor;
    }

    /** Tells whether the calling thread is inside; any thread. */
    boolean inLoop() {
        return inside.isHeldByCurrentThread();
    }

    /**
     * Does what a container's thread came for, and what waits; that thread's. If it is inside already, as when a container tells
     * of an error from inside a write, this waits like other tasks.
     */
    void enter(Runnable event) {
        if (inLoop()) {
            tasks.add(event);
        } else {
            turn(event);
        }
    }

    /**
     * Adds a task behind those that wait; any thread.
     *
     * @throws RuntimeException as the executor does that has no thread; the task then waits for whoever enters next
     */
    void execute(Runnable task) {
        tasks.add(task);
        if (!inLoop()) {
            wake();
        }
    }

    private void wake() {
        if (woken.compareAndSet(false, true)) {
            try {
                executor.execute(this::work);
            } catch (RuntimeException | Error e) {
                // Nobody comes: the next is to ask again.
                woken.set(false);
                throw e;
            }
        }
    }

    /** Does what waits, on a thread that is nobody else's. */
    void work() {
        // First, so that what is added from here on wakes again.
        woken.set(false);
        // Who is inside looks for tasks when it comes out: nobody has to wait for it.
        if (inside.tryLock()) {
            try {
                drain(() -> {});
            } finally {
                inside.unlock();
            }
            after();
        }
    }

    private void turn(Runnable first) {
        once(first);
        after();
    }

    /** Sees to what was added while this thread was inside. */
    private void after() {
        while (!tasks.isEmpty() && !isOthers()) {
            once(() -> {});
        }
    }

    /** Gives what is left to another thread; false if there is none, so that the calling one has to go on. */
    private boolean isOthers() {
        try {
            wake();
            return true;
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.DEBUG, "No thread for a connection's next turn", e);
            return false;
        }
    }

    private void once(Runnable first) {
        inside.lock();
        try {
            drain(first);
        } finally {
            inside.unlock();
        }
    }

    private void drain(Runnable first) {
        run(first);
        for (int i = 0; i < TURN; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                break;
            }
            run(task);
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "A connection's task threw", e);
        }
    }
}
