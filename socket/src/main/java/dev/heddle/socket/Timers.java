package dev.heddle.socket;

import dev.heddle.websocket.Transport;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The timers of all connections, on one daemon thread, which hands what is due to others and never waits itself. */
final class Timers {

    private static final ScheduledThreadPoolExecutor TIMERS = timers();

    private Timers() {}

    /** Runs a short task on the timers' thread after a delay. */
    static Transport.Timer schedule(long delayNanos, Runnable task) {
        Future<?> scheduled = TIMERS.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    private static ScheduledThreadPoolExecutor timers() {
        ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "heddle-socket-timers");
            thread.setDaemon(true);
            // It outlives whoever came first, and should not keep the classes of an application.
            thread.setContextClassLoader(null);
            return thread;
        });
        // Most are given up long before they are due, with all that they hold.
        timers.setRemoveOnCancelPolicy(true);
        return timers;
    }
}
