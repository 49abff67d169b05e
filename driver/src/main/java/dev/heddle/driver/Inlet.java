package dev.heddle.driver;

import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The side of a stream that has a source: asks it for one item at a time, and for none once it is closed. */
final class Inlet<T> implements Flow.Subscriber<T> {

    /** Where the items go. */
    interface Sink<T> {

        /** Takes an item. */
        void item(T item);

        /**
         * The source has ended; there may be another one.
         *
         * @param error what it failed with, or null if it has completed
         */
        void ended(@Nullable Throwable error);
    }

    private final Turns turns;
    private final Sink<? super T> sink;

    private Flow.@Nullable Subscription source;
    /** Whether the source was asked for an item that has not come. */
    private boolean asked;

    private boolean closed;

    Inlet(Turns turns, Sink<? super T> sink) {
        this.turns = turns;
        this.sink = sink;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        Objects.requireNonNull(subscription, "subscription");
        turns.signal(() -> {
            // §2.5: one source at a time.
            if (closed || source != null) {
                subscription.cancel();
            } else {
                source = subscription;
            }
        });
    }

    @Override
    public void onNext(T item) {
        Objects.requireNonNull(item, "item");
        turns.signal(() -> accept(item));
    }

    @Override
    public void onError(Throwable error) {
        Objects.requireNonNull(error, "error");
        turns.signal(() -> end(error));
    }

    @Override
    public void onComplete() {
        turns.signal(() -> end(null));
    }

    /** Asks the source for an item, if there is a source and it was not asked before. */
    void ask() {
        Flow.Subscription asks = source;
        if (asks != null && !asked) {
            asked = true;
            asks.request(1);
        }
    }

    /** Cancels the source, and every other that may come. */
    void close() {
        closed = true;
        cancel();
    }

    private void accept(T item) {
        if (source == null) {
            // §2.8: it may still come after the source was cancelled.
            return;
        }
        if (!asked) {
            cancel();
            sink.ended(new IllegalStateException("The source sent an item that was not asked for (§1.1)"));
            return;
        }
        asked = false;
        sink.item(item);
    }

    private void end(@Nullable Throwable error) {
        if (source != null) {
            source = null;
            asked = false;
            sink.ended(error);
        }
    }

    private void cancel() {
        Flow.Subscription cancels = source;
        source = null;
        asked = false;
        if (cancels != null) {
            cancels.cancel();
        }
    }
}
