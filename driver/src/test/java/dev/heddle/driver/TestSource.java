package dev.heddle.driver;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/** A source of a stream, which sends in its own calls what was asked for as far as there is something. */
final class TestSource<T> implements Flow.Publisher<T>, Flow.Subscription {

    private final Supplier<? extends T> items;
    private final Queue<T> added = new ArrayDeque<>();
    private Flow.Subscriber<? super T> subscriber;
    private long requested;
    private long sent;
    private boolean sending;
    private boolean cancelled;

    /** A source of what a test adds. */
    TestSource() {
        this(() -> null);
    }

    /**
     * A source of what a supplier makes; of nothing for now where that is null.
     *
     * @param items may complete the source instead
     */
    TestSource(Supplier<? extends T> items) {
        this.items = items;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> newSubscriber) {
        subscriber = newSubscriber;
        newSubscriber.onSubscribe(this);
    }

    void add(T item) {
        added.add(item);
        send();
    }

    void complete() {
        cancelled = true;
        subscriber.onComplete();
    }

    void fail(Throwable error) {
        cancelled = true;
        subscriber.onError(error);
    }

    /** Sends what has become available, as far as it was asked for. */
    void poke() {
        if (subscriber != null) {
            send();
        }
    }

    /** Sends without being asked. */
    void push(T item) {
        subscriber.onNext(item);
    }

    long requested() {
        return requested;
    }

    /** Returns how many items were asked for and not sent. */
    long wanted() {
        return requested - sent;
    }

    boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void request(long count) {
        requested += count;
        send();
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    private void send() {
        if (sending) {
            return;
        }
        sending = true;
        try {
            while (sent < requested && !cancelled) {
                T item = added.isEmpty() ? items.get() : added.remove();
                if (item == null) {
                    break;
                }
                sent++;
                subscriber.onNext(item);
            }
        } finally {
            sending = false;
        }
    }
}
