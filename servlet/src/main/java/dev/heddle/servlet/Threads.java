package dev.heddle.servlet;

import dev.heddle.websocket.Transport;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A servlet's own threads, for what does not come from the container: a clock for all of its connections, and those on which
 * tasks of other threads are done. None of them stays when nothing is to be done.
 */
final class Threads implements Executor {

    private static final System.Logger LOG = System.getLogger(Threads.class.getName());

    private static final long IDLE_SECONDS = 10;

    /** Null if the application gave its own, which is not ours to stop. */
    private final @Nullable ExecutorService own;

    private final Executor executor;
    private final ScheduledThreadPoolExecutor clock;

    /**
     * @param given does the tasks; null for virtual threads where the JVM has them, else platform threads as needed
     */
    Threads(@Nullable Executor given) {
        if (given == null) {
            ExecutorService made = virtualThreads();
            own = made == null ? platformThreads() : made;
            executor = own;
        } else {
            own = null;
            executor = given;
        }
        clock = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "heddle-servlet-clock"));
        clock.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        clock.allowCoreThreadTimeOut(true);
        clock.setRemoveOnCancelPolicy(true);
        clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Runs a task.
     *
     * @throws RejectedExecutionException if the executor has no thread, or behind the shutdown
     */
    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    /** Runs a short task on the clock's thread after a delay; not behind the shutdown, when it would find nobody. */
    void schedule(long delayNanos, Runnable task) {
        try {
            ScheduledFuture<?> unused = clock.schedule(() -> run(task), delayNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            if (!clock.isShutdown()) {
                throw e;
            }
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            // Nobody asks the clock how it went.
            LOG.log(System.Logger.Level.ERROR, "A task of the servlet's clock threw", e);
        }
    }

    /**
     * Runs a task on a loop after a delay.
     *
     * @param stranded run on the clock's thread if the loop got no thread then, with the task still waiting there; does not block
     */
    Transport.Timer schedule(Loop loop, long delayNanos, Runnable task, Runnable stranded) {
        Timed timed = new Timed(task);
        try {
            timed.waiting = clock.schedule(() -> due(loop, timed, stranded), delayNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // Behind the shutdown there is nothing left to wait for.
            timed.cancel();
        }
        return timed;
    }

    private static void due(Loop loop, Timed timed, Runnable stranded) {
        try {
            loop.execute(timed);
        } catch (RuntimeException | Error e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "No thread for a connection's deadline: the connection is broken off",
                    e);
            try {
                stranded.run();
            } finally {
                // Not the application's: what waits is the end of the connection, and somebody has to tell of it.
                daemon(loop::work, "heddle-servlet-end").start();
            }
        }
    }

    /** Stops what runs here, when the last connection is gone. */
    void shutdown() {
        clock.shutdown();
        if (own != null) {
            own.shutdown();
        }
    }

    /** By reflection, as this is built for JVMs without them. */
    private static @Nullable ExecutorService virtualThreads() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            return null;
        }
    }

    private static ExecutorService platformThreads() {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> daemon(task, "heddle-servlet"));
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** A task that may be given up between its time and its turn. */
    private static final class Timed implements Runnable, Transport.Timer {

        private final Runnable task;
        private @Nullable ScheduledFuture<?> waiting;
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

        @Override
        public void cancel() {
            cancelled = true;
            if (waiting != null) {
                waiting.cancel(false);
            }
        }
    }
}
