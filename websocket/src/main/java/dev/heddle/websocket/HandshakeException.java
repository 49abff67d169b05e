package dev.heddle.websocket;

import dev.heddle.driver.ClientDriver;
import dev.heddle.driver.Headers;
import dev.heddle.driver.ProtocolError;
import org.jspecify.annotations.Nullable;

/**
 * Why a client's WebSocket could not be opened, where the server has answered: with a status that opens no WebSocket, or with one
 * that does and a head that is not in order. The message names the status and the URL without user info and query, and no value of a header.
 */
public final class HandshakeException extends WebSocketException {

    private static final long serialVersionUID = 1;

    private final int statusCode;
    /** Null where this was read from a stream of objects. */
    private final transient @Nullable Headers headers;

    private final byte[] body;

    HandshakeException(ProtocolError error, String message, ClientDriver driver) {
        this(error, message, driver.statusCode(), driver.headers(), driver.body());
    }

    /** The same answer, of which there is more to say. */
    HandshakeException(HandshakeException answer, String message) {
        this(answer.protocolError(), message, answer.statusCode, answer.headers, answer.body);
    }

    HandshakeException(
            @Nullable ProtocolError error, String message, int statusCode, @Nullable Headers headers, byte[] body) {
        super(error, message);
        this.statusCode = statusCode;
        this.headers = headers;
        this.body = body;
    }

    /** Returns the status of the server's response, such as 401. */
    public int statusCode() {
        return statusCode;
    }

    /** Returns the header fields of the server's response; they may hold secrets, such as {@code Set-Cookie}. */
    public Headers headers() {
        return headers == null ? Headers.empty() : headers;
    }

    /**
     * Returns a copy of what has come of the response's body, without its transfer coding: at most 16 KiB, less if the server took
     * longer than the {@code handshakeTimeout}, nothing if it has none. Words of the peer's: show them by {@link Printable} only.
     */
    public byte[] body() {
        return body.clone();
    }
}
