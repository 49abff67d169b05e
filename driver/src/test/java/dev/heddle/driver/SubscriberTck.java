package dev.heddle.driver;

import java.util.concurrent.Flow;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;

/** The rules of subscribers, for one that a test makes. */
final class SubscriberTck<T> extends FlowSubscriberBlackboxVerification<T> {

    private final Supplier<Flow.Subscriber<T>> subscribers;
    private final IntFunction<T> items;

    SubscriberTck(Supplier<Flow.Subscriber<T>> subscribers, IntFunction<T> items) {
        super(TckTests.environment(true));
        this.subscribers = subscribers;
        this.items = items;
    }

    @Override
    public Flow.Subscriber<T> createFlowSubscriber() {
        return subscribers.get();
    }

    @Override
    public T createElement(int number) {
        return items.apply(number);
    }
}
