package dev.heddle.driver;

import java.util.concurrent.Flow;

/** A stream in both directions, whose two sides meet in the driver and not here. */
final class Duplex<T> implements Flow.Processor<T, T> {

    private final Inlet<T> in;
    private final Outlet<T> out;

    Duplex(Inlet<T> in, Outlet<T> out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        out.subscribe(subscriber);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        in.onSubscribe(subscription);
    }

    @Override
    public void onNext(T item) {
        in.onNext(item);
    }

    @Override
    public void onError(Throwable error) {
        in.onError(error);
    }

    @Override
    public void onComplete() {
        in.onComplete();
    }
}
