package dev.heddle.websocket;

import dev.heddle.eventsource.Event;

/**
 * Takes the events of an {@link EventSourceClient}, one at a time, on its loop; must not block there. What it throws is logged and
 * changes nothing.
 */
@FunctionalInterface
public interface EventSourceClientListener {

    /** The stream is open, for the first time or again. */
    default void onOpen(EventSourceClient source) {}

    /** An event came; its id is never null. */
    void onEvent(EventSourceClient source, Event event);

    /**
     * The stream was lost, or an attempt to open it failed.
     *
     * @param cause why; an {@link EventSourceException} where the server's answer or a limit is the reason
     * @param again whether the client tries again by itself; if not, it is closed, and nothing comes behind this
     */
    default void onError(EventSourceClient source, Throwable cause, boolean again) {}
}
