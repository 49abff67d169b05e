package dev.heddle.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** A reader of a stream, which asks for what the test says and keeps what it gets. */
final class TestReader<T> implements Flow.Subscriber<T> {

    private final List<T> items = new ArrayList<>();
    private final long first;
    private Consumer<? super T> then = item -> {};
    private Flow.Subscription subscription;
    private boolean completed;
    private Throwable error;
    private boolean inside;

    private TestReader(long first) {
        this.first = first;
    }

    /** A reader that asks for nothing by itself. */
    static <T> TestReader<T> slow() {
        return new TestReader<>(0);
    }

    /** A reader that asks for everything. */
    static <T> TestReader<T> eager() {
        return new TestReader<>(Long.MAX_VALUE);
    }

    /** Sets what happens with each item. */
    TestReader<T> then(Consumer<? super T> action) {
        then = action;
        return this;
    }

    void request(long count) {
        subscription.request(count);
    }

    void cancel() {
        subscription.cancel();
    }

    List<T> items() {
        return items;
    }

    boolean isCompleted() {
        return completed;
    }

    Throwable error() {
        return error;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        if (first > 0) {
            newSubscription.request(first);
        }
    }

    @Override
    public void onNext(T item) {
        checkSignal();
        inside = true;
        try {
            items.add(item);
            then.accept(item);
        } finally {
            inside = false;
        }
    }

    @Override
    public void onError(Throwable newError) {
        checkSignal();
        error = newError;
    }

    @Override
    public void onComplete() {
        checkSignal();
        completed = true;
    }

    /** §1.3, §1.7: one signal at a time, and none behind the last. */
    private void checkSignal() {
        if (inside || completed || error != null) {
            throw new AssertionError("Signal " + (inside ? "inside another" : "behind the last"));
        }
    }
}
