package dev.heddle.websocket;

/** What tells the time to those who wait, and wakes them. Any thread. */
public interface Scheduler {

    /** Returns the time in ns, from any point, as {@link System#nanoTime} does. */
    long nanoTime();

    /**
     * Runs a task later, on a thread of the scheduler's, which the task must not block.
     *
     * @param delayNanos at least 0
     */
    Transport.Timer schedule(long delayNanos, Runnable task);

    /** Returns the system's time, with one daemon thread for all tasks. */
    static Scheduler system() {
        return SystemScheduler.INSTANCE;
    }
}
