package dev.heddle.driver;

import java.nio.ByteBuffer;

/**
 * Takes the events of one driver, on the thread that called the driver.
 *
 * <p>A listener may issue commands from inside an event, but not call {@link Driver#parse}. Buffers are lent for the
 * call: their content is gone when it returns. What a listener throws reaches the caller of the driver; the bytes that
 * were not parsed by then are kept and come first at the next {@link Driver#parse}.
 *
 * <p>Where extensions are agreed on, a message comes whole, in one part.
 *
 * <p>Order: connect (bare server only), open, messages and pings, at most one error, one close, and nothing after that.
 */
public interface DriverListener {

    /** The request has arrived on a server that parses it itself; {@link Driver#start} accepts it. */
    default void onConnect(Request request) {}

    /** The opening handshake is done. */
    default void onOpen() {}

    /**
     * Raised in front of each part of a message's first frame that has not come whole, in RFC 6455. Who collects parts may make
     * room for what follows; not all of it at once, as a peer may declare much and send little.
     *
     * @param frameLength the payload's length in bytes that the frame's header declares; at most {@link Limits#maxLength}
     */
    default void onFrameLength(int frameLength) {}

    /**
     * A part of a text message, checked to be UTF-8 so far; a part may end inside a character.
     *
     * @param data the bytes, from position to limit
     * @param last whether the message ends with this part
     */
    default void onText(ByteBuffer data, boolean last) {}

    /**
     * A part of a binary message.
     *
     * @param data the bytes, from position to limit
     * @param last whether the message ends with this part
     */
    default void onBinary(ByteBuffer data, boolean last) {}

    /** A ping of at most 125 bytes; the driver has answered it. */
    default void onPing(ByteBuffer payload) {}

    /** A pong of at most 125 bytes, asked for or not. */
    default void onPong(ByteBuffer payload) {}

    /** The peer broke the protocol; the close event follows. */
    default void onError(ProtocolError error) {}

    /**
     * The protocol has ended.
     *
     * @param code the code of the peer's Close frame, 1005 if that had none (as always in the drafts hixie-75 and
     *     hixie-76), 1006 if there was no such frame, or this side's own code after an error
     * @param reason the reason that goes with the code, or an empty string
     */
    default void onClose(int code, String reason) {}
}
