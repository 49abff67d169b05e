package dev.heddle.driver;

import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The side of a stream that has a reader, one in its life. What the reader does is only noted; whoever has the items
 * looks at it, and is the only one that calls the reader, so that its calls never overlap.
 */
final class Outlet<T> implements Flow.Publisher<T>, Flow.Subscription {

    /** For those who come second. */
    private static final Flow.Subscription NONE = new Flow.Subscription() {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
    };

    private final Turns turns;

    /** Null before there is one and after it has gone. */
    private Flow.@Nullable Subscriber<? super T> reader;

    private boolean subscribed;
    private boolean greeted;
    private boolean cancelled;
    private long demand;
    /** What the reader did wrong. */
    private @Nullable IllegalArgumentException misuse;

    Outlet(Turns turns) {
        this.turns = turns;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        turns.signal(() -> {
            if (subscribed) {
                // §1.9: who is refused is told so behind onSubscribe.
                subscriber.onSubscribe(NONE);
                subscriber.onError(new IllegalStateException("This stream has had its subscriber"));
            } else {
                subscribed = true;
                reader = subscriber;
            }
        });
    }

    @Override
    public void request(long count) {
        turns.signal(() -> {
            if (count < 1) {
                misuse = new IllegalArgumentException("request of " + count + " items, at least 1 is needed (§3.9)");
            } else {
                // §3.17: more than can be counted is as good as all.
                demand = demand > Long.MAX_VALUE - count ? Long.MAX_VALUE : demand + count;
            }
        });
    }

    @Override
    public void cancel() {
        turns.signal(this::forget);
    }

    /** Tells whether there is a reader. */
    boolean isRead() {
        return reader != null;
    }

    /** Tells whether a reader went away before the end. */
    boolean isCancelled() {
        return cancelled;
    }

    /** Tells whether the reader waits for an item. */
    boolean isAsked() {
        return reader != null && greeted && misuse == null && demand > 0;
    }

    /** Answers what the reader did, other than by an item. */
    void attend() {
        Flow.Subscriber<? super T> greets = reader;
        if (greets != null && !greeted) {
            greeted = true;
            guard(() -> greets.onSubscribe(this));
        }
        Flow.Subscriber<? super T> refuses = reader;
        IllegalArgumentException error = misuse;
        if (refuses != null && error != null) {
            forget();
            refuses.onError(error);
        }
    }

    /** Gives an item to a reader that asked for it. */
    void emit(T item) {
        Flow.Subscriber<? super T> takes = Objects.requireNonNull(reader);
        demand -= demand == Long.MAX_VALUE ? 0 : 1;
        guard(() -> takes.onNext(item));
    }

    /**
     * Ends the stream, if there is a reader.
     *
     * @param error why, or null if it is complete
     */
    void finish(@Nullable Throwable error) {
        Flow.Subscriber<? super T> leaves = reader;
        if (leaves == null || !greeted) {
            return;
        }
        reader = null;
        if (error == null) {
            leaves.onComplete();
        } else {
            leaves.onError(error);
        }
    }

    /** §2.13: a reader that throws has cancelled. */
    private void guard(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            forget();
            throw e;
        }
    }

    private void forget() {
        cancelled |= reader != null;
        reader = null;
    }
}
