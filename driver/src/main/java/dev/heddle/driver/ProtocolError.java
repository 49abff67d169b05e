package dev.heddle.driver;

import org.jspecify.annotations.Nullable;

/**
 * Why a connection failed.
 *
 * @param violation what was wrong
 * @param code the close code that it earns, sent to the peer where a Close frame can be
 * @param message what was wrong in words, sent to the peer as the reason
 * @param limit the limit that was exceeded, with its value, such as {@code maxLength is 67108863}; null if it was none
 * @param cause what an extension threw or failed with; null if it was no extension
 */
public record ProtocolError(
        Violation violation,
        int code,
        String message,
        @Nullable String limit,
        @Nullable Throwable cause) {

    ProtocolError(Violation violation, int code, String message, @Nullable String limit) {
        this(violation, code, message, limit, null);
    }

    /** Returns the message, followed by the limit if there is one. */
    @Override
    public String toString() {
        return limit == null ? message : message + " (" + limit + ")";
    }
}
