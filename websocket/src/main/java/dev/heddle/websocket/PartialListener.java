package dev.heddle.websocket;

import java.nio.ByteBuffer;

/**
 * Takes messages in parts as they come, for those that are too large to hold or are only passed on: no part is copied, and
 * nothing is collected. The two methods here are called instead of {@link #onText} and {@link #onBinary}.
 *
 * <p>{@code maxLength} and {@code maxFragments} hold for the message as a whole (they are the driver's limits): raise them for
 * what is larger.
 *
 * <p>Where a part ends says nothing; the last part of a message may be empty. Where extensions are agreed on, a message comes
 * in one part. {@link WebSocket#sendPartialBinary} is the other direction.
 */
public interface PartialListener extends WebSocketListener {

    /**
     * A part of a text message, checked to be UTF-8 so far; it may end inside a character.
     *
     * @param utf8 the text's bytes, from position to limit, lent for the call
     * @param last whether the message ends with this part
     */
    void onPartialText(WebSocket socket, ByteBuffer utf8, boolean last);

    /**
     * A part of a binary message.
     *
     * @param data the bytes, from position to limit, lent for the call
     * @param last whether the message ends with this part
     */
    void onPartialBinary(WebSocket socket, ByteBuffer data, boolean last);
}
