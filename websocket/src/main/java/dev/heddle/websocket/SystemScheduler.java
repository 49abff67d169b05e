package dev.heddle.websocket;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The system's time. Its thread is made with the first task and ends a minute after the last. */
final class SystemScheduler implements Scheduler {

    static final Scheduler INSTANCE = new SystemScheduler();

    private static final System.Logger LOG = System.getLogger(SystemScheduler.class.getName());

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "heddle-timer");
        thread.setDaemon(true);
        return thread;
    });

    private SystemScheduler() {
        executor.setRemoveOnCancelPolicy(true);
        executor.setKeepAliveTime(1, TimeUnit.MINUTES);
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Transport.Timer schedule(long delayNanos, Runnable task) {
        ScheduledFuture<?> pending = executor.schedule(() -> run(task), delayNanos, TimeUnit.NANOSECONDS);
        return () -> pending.cancel(false);
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "A timer's task threw", e);
        }
    }
}
