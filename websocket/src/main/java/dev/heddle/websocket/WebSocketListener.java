package dev.heddle.websocket;

import java.nio.ByteBuffer;

/**
 * Takes the events of WebSockets, each on its connection's loop; must not block there. An exception that it throws is
 * logged, reported to {@link #onError}, and closes the connection with 1011.
 */
public interface WebSocketListener {

    /** The connection is open. */
    default void onOpen(WebSocket socket) {}

    /** A text message. */
    default void onText(WebSocket socket, String message) {}

    /** A binary message; the buffer is the listener's to keep. */
    default void onBinary(WebSocket socket, ByteBuffer message) {}

    /** A ping, which was answered; the payload is lent for the call. */
    default void onPing(WebSocket socket, ByteBuffer payload) {}

    /** A pong; the payload is lent for the call. */
    default void onPong(WebSocket socket, ByteBuffer payload) {}

    /** What was sent has drained to the low watermark, after it had passed the high one; see {@link WebSocket#isCongested}. */
    default void onDrain(WebSocket socket) {}

    /** The connection failed; a close event follows. Comes at most once. */
    default void onError(WebSocket socket, Throwable error) {}

    /** The connection is over. Comes exactly once, and last. */
    default void onClose(WebSocket socket, CloseEvent event) {}
}
