package dev.heddle.websocket;

/** What becomes of a message for which the queue of a {@link ReconnectingWebSocket} has no room. */
public enum WhenFull {

    /** It is refused, and whoever sends it is told at once. */
    REFUSE,

    /**
     * The oldest messages that wait give way to it, as many as it takes, for what is only of use when it is new. Those that are kept
     * until they are confirmed never do; where they leave no room, the message is refused.
     */
    DROP_OLDEST
}
