package dev.heddle.websocket;

import dev.heddle.driver.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A transport that has nothing but timers, which run when the test says that time goes by. */
final class Timers implements Transport {

    private record Waiting(long due, Runnable task) {}

    private final List<Waiting> waiting = new ArrayList<>();
    private long now;

    int count() {
        return waiting.size();
    }

    void advance(Duration time) {
        long end = now + time.toNanos();
        for (Optional<Waiting> next = next(end); next.isPresent(); next = next(end)) {
            waiting.remove(next.get());
            now = next.get().due();
            next.get().task().run();
        }
        now = end;
    }

    private Optional<Waiting> next(long end) {
        return waiting.stream().filter(timer -> timer.due() <= end).min(Comparator.comparingLong(Waiting::due));
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        Waiting timer = new Waiting(now + delayNanos, task);
        waiting.add(timer);
        return () -> waiting.remove(timer);
    }

    @Override
    public Output output() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void flush() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void whenWritten(Runnable task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long pendingBytes() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long progress() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String peer() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean inLoop() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void execute(Runnable task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void pauseReading() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resumeReading() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void abort() {
        throw new UnsupportedOperationException();
    }
}
