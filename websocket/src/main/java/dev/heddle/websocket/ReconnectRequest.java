package dev.heddle.websocket;

import dev.heddle.driver.Headers;

/**
 * What one attempt to connect asks for.
 *
 * @param url a {@code ws:} or {@code wss:} URL
 * @param headers what comes with the client's own headers, as with {@link WebSocketClient#connect(String, Headers, WebSocketListener)}
 */
public record ReconnectRequest(String url, Headers headers) {

    /** Asks for a URL with no more than the client's own headers. */
    public ReconnectRequest(String url) {
        this(url, Headers.empty());
    }

    /** Returns nothing of what is asked for: URLs and headers may hold secrets. */
    @Override
    public String toString() {
        return "ReconnectRequest";
    }
}
