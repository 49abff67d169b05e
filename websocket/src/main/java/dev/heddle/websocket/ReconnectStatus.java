package dev.heddle.websocket;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link ReconnectingWebSocket} stands.
 *
 * @param state what it does
 * @param failures how many connections and attempts have ended since the start, or since the last connection that stood for the
 *     {@linkplain ReconnectingBuilder#stableTime stable time}; that one's end counts as the first
 * @param nextAttempt when the next attempt begins, if the state is {@code WAITING}, else null
 * @param lastEnd how the last connection or attempt ended, null if none has; as the {@link RetryPolicy} was told
 */
public record ReconnectStatus(
        State state,
        int failures,
        @Nullable Instant nextAttempt,
        @Nullable CloseEvent lastEnd) {

    /** What a reconnecting WebSocket can be doing. */
    public enum State {

        /** An attempt is on its way, from the question for the {@linkplain ReconnectingBuilder#request request} on. */
        CONNECTING,

        /** A connection is open. */
        OPEN,

        /** The next attempt is to come. */
        WAITING,

        /** It was closed by its application, and what is open is being ended. */
        STOPPING,

        /** It is over. */
        STOPPED
    }
}
