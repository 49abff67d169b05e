package dev.heddle.websocket;

import dev.heddle.driver.ProtocolError;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why a WebSocket failed: the peer broke the protocol, the network broke, or a limit of this side's was passed. */
public sealed class WebSocketException extends IOException permits HandshakeException {

    private static final long serialVersionUID = 1;

    private final transient @Nullable ProtocolError protocolError;

    WebSocketException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.protocolError = null;
    }

    WebSocketException(ProtocolError error) {
        super(error.toString(), error.cause());
        this.protocolError = error;
    }

    /** Says more of an error than it says itself. */
    WebSocketException(@Nullable ProtocolError error, String message) {
        super(message, error == null ? null : error.cause());
        this.protocolError = error;
    }

    /** Returns what the peer did wrong, or null if it was something else. */
    public @Nullable ProtocolError protocolError() {
        return protocolError;
    }
}
