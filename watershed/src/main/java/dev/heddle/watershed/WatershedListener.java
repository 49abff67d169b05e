package dev.heddle.watershed;

import dev.heddle.driver.ProtocolError;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the events of a connection: one at a time, each behind the one before, on the thread that reads; what a command has ended
 * may come on the thread that gave it, see {@link WatershedConnection}.
 *
 * <p>Order: messages, pings and pongs; at most one error or connection reset; one end, and nothing after that. While a listener
 * works, nothing more is read; commands may be given from inside an event. What a listener throws ends the connection with code
 * 1011, is followed by the end and nothing else, and reaches who called {@code run} or {@code parse}.
 */
public interface WatershedListener {

    /** A whole text message. */
    default void onText(WatershedConnection connection, String text) {}

    /** A whole binary message; the buffer is the receiver's to keep. */
    default void onBinary(WatershedConnection connection, ByteBuffer data) {}

    /** A ping, which is answered already; the buffer is the receiver's to keep and has at most 125 bytes. */
    default void onPing(WatershedConnection connection, ByteBuffer payload) {}

    /** A pong, asked for or not; the buffer is the receiver's to keep and has at most 125 bytes. */
    default void onPong(WatershedConnection connection, ByteBuffer payload) {}

    /** The peer broke the protocol, and was told so in a Close frame; the end follows. */
    default void onError(WatershedConnection connection, ProtocolError error) {}

    /**
     * The peer has gone without a Close frame; the end follows.
     *
     * @param cause what the channel said to it; null if it just ended, or if the system told the reason to a thread that was writing
     *     just then
     */
    default void onConnectionReset(WatershedConnection connection, @Nullable IOException cause) {}

    /**
     * The connection has ended.
     *
     * @param code the name of the code of the peer's Close frame, or of this side's after an error: {@code NORMAL} (1000), {@code
     *     GOING_AWAY} (1001), {@code PROTOCOL_ERROR} (1002), {@code UNACCEPTABLE} (1003), {@code MALFORMED} (1007), {@code
     *     POLICY_VIOLATION} (1008), {@code TOO_BIG} (1009), {@code MISSING_EXTENSION} (1010), {@code UNEXPECTED_ERROR} (1011); any
     *     other is its number as text, such as {@code 3001}. Null if there was no such frame, or no code in it
     * @param reason the reason that goes with the code, empty if there is none; null where the code is
     */
    default void onEnd(WatershedConnection connection, @Nullable String code, @Nullable String reason) {}
}
