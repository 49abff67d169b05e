package dev.heddle.websocket;

import java.net.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Why a client got no tunnel from a proxy. The message names the proxy without its user info. It is the cause of the {@link
 * WebSocketException} with which opening fails.
 */
public final class ProxyException extends ConnectException {

    private static final long serialVersionUID = 1;

    private final int statusCode;

    ProxyException(String message, int statusCode, @Nullable Throwable cause) {
        super(message);
        this.statusCode = statusCode;
        initCause(cause);
    }

    /** Returns the status of the proxy's response, such as 407; 0 if there was none, as from a SOCKS proxy. */
    public int statusCode() {
        return statusCode;
    }
}
