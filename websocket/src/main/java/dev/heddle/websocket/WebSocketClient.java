package dev.heddle.websocket;

import dev.heddle.driver.Headers;
import java.util.concurrent.CompletableFuture;

/** What opens WebSockets, the same on every transport. Any thread. */
public interface WebSocketClient extends AutoCloseable {

    /**
     * Opens a WebSocket, maybe after others to the same address: {@link ClientBuilder#maxConnecting}.
     *
     * <p>To end the future before the socket is open, by {@code cancel} or {@code orTimeout}, is to close the socket, whether
     * it waits or is being opened; {@code orTimeout} also limits the time to wait, which no timeout of the client does.
     *
     * @param url a {@code ws:} or {@code wss:} URL; {@code http:} and {@code https:} stand for them (WHATWG WebSockets §3.1)
     * @param listener takes the events, also those of a failure to connect
     * @return the socket once it is open, or why it could not be opened
     * @throws IllegalArgumentException if the URL is not a valid WebSocket URL
     * @throws IllegalStateException if the client is closed
     */
    default CompletableFuture<WebSocket> connect(String url, WebSocketListener listener) {
        return connect(url, Headers.empty(), listener);
    }

    /**
     * Opens a WebSocket as {@link #connect(String, WebSocketListener)} does, with more headers in its handshake.
     *
     * @param headers what comes with the client's own ({@link ClientBuilder#header}), and instead of those of the same names
     * @throws IllegalArgumentException also if a header is one that the handshake sets itself
     */
    CompletableFuture<WebSocket> connect(String url, Headers headers, WebSocketListener listener);

    /**
     * Breaks off what is still connected, is being opened or waits for that; waits for their end, but not inside a listener, which
     * is part of one of them.
     */
    @Override
    void close();
}
