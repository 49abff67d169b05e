package dev.heddle.websocket;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a hook of the application's comes to, which is told once: done, failed, or too slow. */
final class HookOutcome<T> {

    /** Hears of the outcome: a value, which may be null, or a failure. */
    @FunctionalInterface
    interface Told<T> {

        void tell(@Nullable T value, @Nullable Throwable failure);
    }

    private final Told<T> told;
    private final AtomicBoolean decided = new AtomicBoolean();
    private final Transport.Timer timer;

    private HookOutcome(String name, Scheduler scheduler, Duration limit, Told<T> told) {
        this.told = told;
        this.timer = scheduler.schedule(
                limit.toNanos(),
                () -> decide(
                        null,
                        new TimeoutException("The " + name + " hook was not done within " + limit + " (hookTimeout)")));
    }

    /**
     * Calls a hook.
     *
     * @param told on the calling thread, the hook's or the scheduler's
     */
    static <T> HookOutcome<T> of(
            String name,
            Scheduler scheduler,
            Duration limit,
            Supplier<? extends CompletionStage<? extends T>> hook,
            Told<T> told) {
        HookOutcome<T> outcome = new HookOutcome<>(name, scheduler, limit, told);
        try {
            CompletionStage<? extends T> stage = hook.get();
            if (stage == null) {
                throw new NullPointerException("The " + name + " hook returned null");
            }
            stage.whenComplete(outcome::decide);
        } catch (RuntimeException | Error e) {
            outcome.decide(null, e);
        }
        return outcome;
    }

    /** Nobody wants to know any more. */
    void forget() {
        decided.set(true);
        timer.cancel();
    }

    private void decide(@Nullable T value, @Nullable Throwable failure) {
        if (decided.compareAndSet(false, true)) {
            timer.cancel();
            told.tell(value, failure);
        }
    }
}
