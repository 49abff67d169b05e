package dev.heddle.watershed;

import java.io.IOException;

/**
 * Says that a request or a response is not one that a WebSocket can come from. Nothing was written to the channel, which is still
 * the caller's to answer on and to close.
 *
 * <p>The messages of {@link Watershed#accept accept} are, in the order of the checks:
 *
 * <ul>
 *   <li>{@code Missing Upgrade Header}: there is none, or none with websocket in it
 *   <li>{@code Missing Sec-WebSocket-Key Header}
 *   <li>{@code Unsupported Sec-WebSocket-Version}: it is not 13, or there is none
 *   <li>what the driver says of anything else that RFC 6455 §4.2.1 asks for, such as {@code Missing, repeated or malformed Host header}
 *   <li>{@code Client and server have no matching sub-protocols}
 *   <li>{@code Client requested a sub-protocol but no supported sub-protocols were provided to accept()}
 * </ul>
 *
 * <p>Those of {@link Watershed#connect connect}:
 *
 * <ul>
 *   <li>{@code Invalid Upgrade status code}: it is not 101
 *   <li>{@code Missing Connection Header}: there is none, or none with upgrade in it
 *   <li>{@code Missing Upgrade Header}: there is none, or it is not websocket
 *   <li>{@code Missing Sec-WebSocket-Accept Header}
 *   <li>{@code Sec-WebSocket-Accept does not answer the key}: it is another one's, or there are several (RFC 6455 §4.1)
 *   <li>{@code Unsupported Sec-WebSocket-Version}: there is one, and it is not 13
 *   <li>{@code Sec-WebSocket-Protocol mismatch}: it is none of those that were asked for, or no token
 *   <li>{@code Error during WebSocket handshake: …}: the server wants an extension, and none was asked for
 * </ul>
 */
public final class WatershedException extends IOException {

    private static final long serialVersionUID = 1;

    WatershedException(String message) {
        super(message);
    }
}
