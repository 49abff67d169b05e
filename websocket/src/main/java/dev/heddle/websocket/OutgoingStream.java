package dev.heddle.websocket;

import dev.heddle.driver.State;
import dev.heddle.driver.WebSocketMessage;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Messages from a source to a socket: asked for one at a time, from the opening on, while the socket is not congested. Signals
 * are taken from any thread, and worked on on the loop.
 */
final class OutgoingStream implements Flow.Subscriber<WebSocketMessage> {

    private static final System.Logger LOG = System.getLogger(OutgoingStream.class.getName());

    private final WebSocketConnection connection;

    private Flow.@Nullable Subscription source;
    /** Whether the source was asked for a message that has not come. */
    private boolean asked;
    /** Whether it is being asked, inside of which it may send. */
    private boolean asking;
    /** Whether no source is taken any more. */
    private boolean closed;

    OutgoingStream(WebSocketConnection connection) {
        this.connection = connection;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        Objects.requireNonNull(subscription, "subscription");
        connection.runHereOrThere(() -> {
            // Reactive Streams §2.5: one source at a time.
            if (closed || source != null) {
                subscription.cancel();
            } else {
                source = subscription;
                settle();
            }
        });
    }

    @Override
    public void onNext(WebSocketMessage item) {
        Objects.requireNonNull(item, "item");
        connection.runHereOrThere(() -> accept(item));
    }

    @Override
    public void onError(Throwable throwable) {
        Objects.requireNonNull(throwable, "throwable");
        connection.runHereOrThere(() -> {
            if (source != null) {
                source = null;
                connection.listenerThrew(throwable);
            }
        });
    }

    @Override
    public void onComplete() {
        connection.runHereOrThere(() -> {
            source = null;
            asked = false;
        });
    }

    /** Looks whether another message can go on, or none any more. */
    void settle() {
        if (connection.driver.state().compareTo(State.CLOSING) >= 0) {
            closed = true;
            cancel();
            return;
        }
        if (asking) {
            return;
        }
        asking = true;
        try {
            while (wantsMore()) {
                asked = true;
                Objects.requireNonNull(source).request(1);
            }
        } catch (RuntimeException e) {
            cancel();
            connection.listenerThrew(e);
        } finally {
            asking = false;
        }
    }

    private boolean wantsMore() {
        return source != null && !asked && connection.driver.state() == State.OPEN && !connection.isCongested();
    }

    private void accept(WebSocketMessage item) {
        if (source == null) {
            // §2.8: it may still come after the source was cancelled.
            return;
        }
        if (!asked) {
            cancel();
            connection.listenerThrew(
                    new IllegalStateException("The source sent a message that was not asked for (§1.1)"));
            return;
        }
        asked = false;
        try {
            if (!connection.send(item) && connection.readyState() == ReadyState.OPEN) {
                cancel();
                connection.listenerThrew(
                        new IllegalStateException(connection.version() + " can not carry a binary message"));
            }
        } catch (IllegalArgumentException e) {
            cancel();
            connection.listenerThrew(e);
        }
        settle();
    }

    private void cancel() {
        Flow.Subscription cancels = source;
        source = null;
        asked = false;
        if (cancels != null) {
            try {
                cancels.cancel();
            } catch (RuntimeException e) {
                // Reactive Streams §3.15: it must not, and nothing is left to be ended for it.
                LOG.log(System.Logger.Level.WARNING, "A source threw when it was cancelled", e);
            }
        }
    }
}
