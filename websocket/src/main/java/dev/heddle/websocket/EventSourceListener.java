package dev.heddle.websocket;

/**
 * Takes the events of event streams' connections, each on its connection's loop; must not block there. An exception that it
 * throws is logged and closes the connection.
 */
public interface EventSourceListener {

    /** The response is on its way; events may be sent. Comes at most once: not if the connection ends before. */
    default void onOpen(EventSource source) {}

    /** What was sent has drained to the low watermark, after it had passed the high one; see {@link EventSource#isCongested}. */
    default void onDrain(EventSource source) {}

    /** The connection is over. Comes exactly once, and last. */
    default void onClose(EventSource source) {}
}
