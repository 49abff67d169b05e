package dev.heddle.websocket;

import dev.heddle.driver.Headers;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why a client has no event stream: what the server answered, or a limit that was passed. */
public final class EventSourceException extends IOException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final transient @Nullable Headers headers;

    EventSourceException(String message) {
        this(message, null);
    }

    EventSourceException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = 0;
        this.headers = null;
    }

    EventSourceException(String message, int status, Headers headers) {
        super(message);
        this.status = status;
        this.headers = headers;
    }

    /** Returns the status of the response that was refused, 0 if it was not that. */
    public int status() {
        return status;
    }

    /** Returns the headers of that response, none if it was not that. */
    public Headers headers() {
        return headers == null ? Headers.empty() : headers;
    }
}
