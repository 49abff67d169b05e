package dev.heddle.websocket;

import dev.heddle.driver.State;
import dev.heddle.driver.WebSocketMessage;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a socket for one subscriber: what that requests is requested of the socket, so that hardly anything is ever
 * kept here. Signals come on the loop.
 */
final class IncomingStream implements Flow.Publisher<WebSocketMessage> {

    /** For those who come second. */
    private static final Flow.Subscription NONE = new Flow.Subscription() {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
    };

    private final WebSocketConnection connection;
    private final SubmissionPublisher<WebSocketMessage> publisher;
    /** What the publisher has to say to the subscriber: one task of it at a time. */
    private final Queue<Runnable> signals = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean subscribed = new AtomicBoolean();
    /** Whether messages go to the subscriber. */
    private volatile boolean read;
    /** What the subscriber threw at a message. */
    private @Nullable Throwable thrown;

    IncomingStream(WebSocketConnection connection) {
        this.connection = connection;
        // Room for what extensions still have inside when the subscriber wants no more.
        int room = connection.options.driver().limits().maxPendingMessages() + 1;
        this.publisher = new SubmissionPublisher<>(this::signal, room, (subscriber, fault) -> thrown = fault);
    }

    @Override
    public void subscribe(Flow.Subscriber<? super WebSocketMessage> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        if (subscribed.compareAndSet(false, true)) {
            // On the loop, so that no message comes in between.
            connection.runHereOrThere(() -> {
                connection.settling.pausing().count(true);
                read = true;
                publisher.subscribe(new Requesting(subscriber));
                connection.settle();
            });
        } else {
            // Reactive Streams §1.9: who is refused is told so behind onSubscribe.
            subscriber.onSubscribe(NONE);
            subscriber.onError(new IllegalStateException("The messages of this WebSocket have had their subscriber"));
        }
    }

    /**
     * Runs what the publisher has to say on the loop, at the latest in front of the next message: until it has run, the publisher only
     * keeps messages, however many were requested.
     */
    private void signal(Runnable task) {
        signals.add(task);
        connection.runHereOrThere(this::runSignals);
    }

    private void runSignals() {
        for (Runnable task = signals.poll(); task != null; task = signals.poll()) {
            task.run();
        }
    }

    /** Tells whether messages go here instead of to the listener. */
    boolean isRead() {
        return read;
    }

    /** A message has come; inside an event. */
    void message(WebSocketMessage message) {
        runSignals();
        if (connection.driver.state() != State.OPEN && publisher.estimateMinimumDemand() <= 0) {
            // This side closes, so the peer's Close frame is looked for, and nobody asked for what is in front of it.
            return;
        }
        if (publisher.offer(message, null) < 0) {
            throw new IllegalStateException("The subscriber's messages are more than it has room for");
        }
        Throwable fault = thrown;
        thrown = null;
        if (fault != null) {
            cancelled();
            throw new SubscriberException(fault);
        }
    }

    /** The connection is over. */
    void finish(@Nullable Throwable cause) {
        if (cause == null) {
            publisher.close();
        } else {
            publisher.closeExceptionally(cause);
        }
    }

    private void cancelled() {
        read = false;
        connection.outside.runInLoop(() -> connection.settling.pausing().count(false));
    }

    /** What a subscriber threw, which a listener may not in its place as it is checked. */
    static final class SubscriberException extends RuntimeException {

        private static final long serialVersionUID = 1;

        SubscriberException(Throwable cause) {
            super("The subscriber threw at a message", cause);
        }
    }

    /** Passes what the subscriber requests on to the socket. */
    private final class Requesting implements Flow.Subscriber<WebSocketMessage> {

        private final Flow.Subscriber<? super WebSocketMessage> subscriber;

        Requesting(Flow.Subscriber<? super WebSocketMessage> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long count) {
                    // First, so that there is somebody to take what the second brings; it knows also what is no number.
                    subscription.request(count);
                    if (count > 0 && read) {
                        connection.request(count);
                    }
                }

                @Override
                public void cancel() {
                    subscription.cancel();
                    if (read) {
                        cancelled();
                    }
                }
            });
        }

        @Override
        public void onNext(WebSocketMessage item) {
            subscriber.onNext(item);
        }

        @Override
        public void onError(Throwable throwable) {
            read = false;
            subscriber.onError(throwable);
        }

        @Override
        public void onComplete() {
            subscriber.onComplete();
        }
    }
}
