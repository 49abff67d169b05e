package dev.heddle.websocket;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One task that waits at a time, and then runs on a loop; belongs to that. */
final class Alarm {

    private final Scheduler scheduler;
    private final Executor loop;
    private Transport.@Nullable Timer timer;
    /** Counts, so that a task that was on its way to the loop when it was forgotten does not run. */
    private long number;

    Alarm(Scheduler scheduler, Executor loop) {
        this.scheduler = scheduler;
        this.loop = loop;
    }

    /** Sets the alarm, instead of what it was set to; zero does not ring. */
    void set(Duration time, Runnable task) {
        clear();
        if (!time.isZero()) {
            long set = number;
            timer = scheduler.schedule(time.toNanos(), () -> loop.execute(() -> ring(set, task)));
        }
    }

    void clear() {
        number++;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void ring(long set, Runnable task) {
        if (set == number) {
            timer = null;
            task.run();
        }
    }
}
