package dev.heddle.eventsource;

import java.time.Duration;

/** Takes what an {@link EventStreamParser} makes of a stream. */
public interface EventStreamListener {

    /** An event; its id is the {@link EventStreamParser#lastEventId} of now. */
    void onEvent(Event event);

    /**
     * How long to wait before a new connection, if this one ends.
     *
     * @param time from {@link EventStreamParser#MIN_RETRY} to {@link EventStreamParser#MAX_RETRY}: what is beyond was moved there
     */
    default void onRetry(Duration time) {}

    /** A comment, which says no more than that the other side is there. */
    default void onComment(String comment) {}

    /** The stream passed a limit; nothing comes behind it. */
    void onError(EventStreamException error);
}
