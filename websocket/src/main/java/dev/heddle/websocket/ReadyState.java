package dev.heddle.websocket;

/** Where a WebSocket stands; the ordinals are the numbers of the WHATWG standard. */
public enum ReadyState {
    /** The connection is being made. */
    CONNECTING,
    /** Messages flow. */
    OPEN,
    /** The closing handshake or the end of the connection is under way. */
    CLOSING,
    /** The connection is over. */
    CLOSED
}
