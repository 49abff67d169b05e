package dev.heddle.websocket;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A clock that the test turns. */
final class TestScheduler implements Scheduler {

    private record Waiting(long due, Runnable task) {}

    private final List<Waiting> waiting = new ArrayList<>();
    private long now;

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Transport.Timer schedule(long delayNanos, Runnable task) {
        Waiting timer = new Waiting(now + delayNanos, task);
        waiting.add(timer);
        return () -> waiting.remove(timer);
    }

    int count() {
        return waiting.size();
    }

    /** Returns how long it is to the next timer. */
    Duration untilNext() {
        return Duration.ofNanos(waiting.stream().mapToLong(Waiting::due).min().orElseThrow() - now);
    }

    void advance(Duration time) {
        now += time.toNanos();
        List<Waiting> due = waiting.stream()
                .filter(timer -> timer.due() <= now)
                .sorted(Comparator.comparingLong(Waiting::due))
                .toList();
        waiting.removeAll(due);
        due.forEach(timer -> timer.task().run());
    }
}
