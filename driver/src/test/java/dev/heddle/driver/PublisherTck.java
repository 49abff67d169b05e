package dev.heddle.driver;

import java.util.concurrent.Flow;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.reactivestreams.tck.flow.FlowPublisherVerification;

/** The rules of publishers, for one that a test makes. */
final class PublisherTck<T> extends FlowPublisherVerification<T> {

    /** How long the TCK lets a cancellation take effect before it looks for what is still referred to. */
    private static final long CANCEL_MILLIS = 100;

    private final LongFunction<Flow.Publisher<T>> publishers;

    /**
     * Verifies publishers.
     *
     * @param loop whether they run on a thread of their own
     * @param publishers makes one of so many items
     */
    PublisherTck(boolean loop, LongFunction<Flow.Publisher<T>> publishers) {
        super(TckTests.environment(loop), CANCEL_MILLIS);
        this.publishers = publishers;
    }

    /** A source of so many items, that does something else when it is asked for one more. */
    static <T> TestSource<T> source(long count, Supplier<T> item, Runnable atEnd) {
        long[] left = {count};
        return new TestSource<>(() -> {
            if (left[0]-- > 0) {
                return item.get();
            }
            atEnd.run();
            return null;
        });
    }

    @Override
    public Flow.Publisher<T> createFlowPublisher(long elements) {
        return publishers.apply(elements);
    }

    @Override
    public Flow.Publisher<T> createFailedFlowPublisher() {
        Flow.Publisher<T> publisher = publishers.apply(1);
        publisher.subscribe(TestReader.slow());
        return publisher;
    }
}
