package dev.heddle.websocket;

import org.jspecify.annotations.Nullable;

/**
 * How a WebSocket ended, and why.
 *
 * @param code the code of the peer's Close frame; 1005 if that had none, 1006 if none came; after an error the code that stands
 *     for it, sent or not
 * @param reason the reason that goes with the code, or an empty string; words of the peer's, not to be trusted, or after an error of
 *     this side's
 * @param wasClean whether both sides' Close frames passed before the connection ended
 * @param by who ended it
 * @param phase how far it had come then: {@code CONNECTING} in the handshake, {@code OPEN}, or {@code CLOSING} where a closing
 *     handshake was under way and came to nothing
 * @param sentCode the code of this side's Close frame; 1005 if that had none, 1006 if none was sent
 * @param receivedCode the code of the peer's Close frame; 1005 if that had none, 1006 if none came
 * @param cause what the error event told, or that the closing handshake took too long; null if the connection ended in order or
 *     the peer just sends no more
 */
public record CloseEvent(
        int code,
        String reason,
        boolean wasClean,
        By by,
        ReadyState phase,
        int sentCode,
        int receivedCode,
        @Nullable Throwable cause) {

    /** Who can end a connection. */
    public enum By {

        /** This side: the application closed it, a time was over, a limit passed, or the peer broke a rule or refused the handshake. */
        THIS_SIDE,

        /** The peer: it closed, or sends no more. */
        PEER,

        /**
         * Neither; the network lost it. Also where the application closed the client under it, or a {@code SocketServer} reached the
         * deadline of its shutdown.
         */
        NETWORK
    }

    /** Returns the same with another cause. */
    CloseEvent withCause(Throwable other) {
        return new CloseEvent(code, reason, wasClean, by, phase, sentCode, receivedCode, other);
    }
}
