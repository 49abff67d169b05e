package dev.heddle.websocket;

import dev.heddle.driver.Violation;
import java.net.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Why a client got no tunnel from a proxy. The message names the proxy without its user info. It is the cause of the {@link
 * WebSocketException} with which opening fails.
 */
public final class ProxyException extends ConnectException {

    private static final long serialVersionUID = 1;

    private final int statusCode;
    /** What was wrong with the proxy's answer, or null. */
    private final @Nullable Violation violation;

    ProxyException(String message, int statusCode, @Nullable Violation violation, @Nullable Throwable cause) {
        super(message);
        this.statusCode = statusCode;
        this.violation = violation;
        initCause(cause);
    }

    /** Returns what was wrong with the proxy's answer; null if it came to none, or none came. */
    @Nullable
    Violation violation() {
        return violation;
    }

    /** Returns the status of the proxy's response, such as 407; 0 if there was none, as from a SOCKS proxy. */
    public int statusCode() {
        return statusCode;
    }
}
