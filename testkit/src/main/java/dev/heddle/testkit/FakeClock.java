package dev.heddle.testkit;

import dev.heddle.websocket.Transport;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until the test turns it. Timers run while it is turned, at their time, in the order in which
 * they are due, and those of one moment in the order in which they were set.
 */
public final class FakeClock {

    private record Waiting(long due, long number, Runnable task) {}

    private final PriorityQueue<Waiting> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Waiting::due).thenComparingLong(Waiting::number));
    private long now;
    private long set;

    /** Creates a clock that shows zero. */
    public FakeClock() {}

    /** Returns how far the clock was turned since it was made. */
    public synchronized Duration now() {
        return Duration.ofNanos(now);
    }

    /** Returns how many timers wait; none should once what set them is over. */
    public synchronized int timers() {
        return waiting.size();
    }

    /**
     * Sets a timer.
     *
     * @throws IllegalArgumentException if the delay is not at least 1 ns
     */
    public synchronized Transport.Timer schedule(long delayNanos, Runnable task) {
        if (delayNanos < 1) {
            throw new IllegalArgumentException("A delay is at least 1 ns, not " + delayNanos);
        }
        // A sum beyond the end of time is the end of time.
        long due = now + delayNanos < 0 ? Long.MAX_VALUE : now + delayNanos;
        Waiting timer = new Waiting(due, set++, task);
        waiting.add(timer);
        return () -> cancel(timer);
    }

    /** Turns the clock, and runs on the calling thread what comes due, timers that were set meanwhile among them. */
    public void advance(Duration time) {
        long target = nanos() + time.toNanos();
        for (Waiting next = next(target); next != null; next = next(target)) {
            next.task().run();
        }
    }

    /** Turns the clock by a number of seconds. */
    public void advanceSeconds(long seconds) {
        advance(Duration.ofSeconds(seconds));
    }

    private synchronized long nanos() {
        return now;
    }

    private synchronized @Nullable Waiting next(long target) {
        Waiting first = waiting.peek();
        if (first == null || first.due() > target) {
            now = target;
            return null;
        }
        now = first.due();
        return waiting.poll();
    }

    private synchronized void cancel(Waiting timer) {
        // By identity: a record's own equality would compare the tasks.
        waiting.removeIf(other -> other.number() == timer.number());
    }
}
