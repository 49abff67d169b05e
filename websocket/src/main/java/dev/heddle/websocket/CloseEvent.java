package dev.heddle.websocket;

/**
 * How a WebSocket ended.
 *
 * @param code the code of the peer's Close frame; 1005 if that had none, 1006 if none came; after an error of the peer's
 *     the code that this side gave it
 * @param reason the reason that goes with the code, or an empty string; words of the peer's, not to be trusted
 * @param wasClean whether both sides' Close frames passed before the connection ended
 */
public record CloseEvent(int code, String reason, boolean wasClean) {}
