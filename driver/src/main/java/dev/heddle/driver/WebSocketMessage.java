package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.util.Objects;

/** A whole message, as a driver's {@link DriverStreams#messages} carries it in both directions. */
public sealed interface WebSocketMessage {

    /**
     * A text message.
     *
     * @param text without a lone surrogate where it is to be sent
     */
    record Text(String text) implements WebSocketMessage {

        /** Checks that there is a text. */
        public Text {
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * A binary message.
     *
     * @param bytes from position to limit. A received message's buffer belongs to the receiver; that of a message to be
     *     sent must not change until the stream asks for the next one.
     */
    record Binary(ByteBuffer bytes) implements WebSocketMessage {

        /** Checks that there are bytes. */
        public Binary {
            Objects.requireNonNull(bytes, "bytes");
        }
    }
}
