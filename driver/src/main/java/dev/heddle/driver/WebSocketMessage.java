package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.util.Objects;

/** A whole message, with what there is to say about how it is sent; {@link DriverStreams#messages} carries them. */
public sealed interface WebSocketMessage {

    /** Makes a text message. */
    static WebSocketMessage text(String text) {
        return new Text(text);
    }

    /** Makes a binary message of the bytes from position to limit. */
    static WebSocketMessage binary(ByteBuffer bytes) {
        return new Binary(bytes);
    }

    /**
     * Tells whether an extension may compress the message where it is sent, as it may by default. Not to be compressed is
     * right for what is compressed already, and for secrets beside text that an attacker can choose: the length of what is
     * compressed together tells about both.
     */
    boolean compress();

    /** Returns the same message, not to be compressed. */
    WebSocketMessage uncompressed();

    /**
     * A text message.
     *
     * @param text without a lone surrogate where it is to be sent
     * @param compress whether it may be compressed
     */
    record Text(String text, boolean compress) implements WebSocketMessage {

        /** Checks that there is a text. */
        public Text {
            Objects.requireNonNull(text, "text");
        }

        /** Makes a message that may be compressed. */
        public Text(String text) {
            this(text, true);
        }

        /**
         * Returns the text's bytes, from position to limit of a new buffer.
         *
         * @throws IllegalArgumentException if the text has a lone surrogate, which UTF-8 can not express
         */
        public ByteBuffer utf8() {
            return ByteBuffer.wrap(Utf8.encode(text));
        }

        @Override
        public Text uncompressed() {
            return new Text(text, false);
        }
    }

    /**
     * A binary message.
     *
     * @param bytes from position to limit. A received message's buffer belongs to the receiver; that of a message to be
     *     sent must not change until the stream asks for the next one.
     * @param compress whether it may be compressed
     */
    record Binary(ByteBuffer bytes, boolean compress) implements WebSocketMessage {

        /** Checks that there are bytes. */
        public Binary {
            Objects.requireNonNull(bytes, "bytes");
        }

        /** Makes a message that may be compressed. */
        public Binary(ByteBuffer bytes) {
            this(bytes, true);
        }

        @Override
        public Binary uncompressed() {
            return new Binary(bytes, false);
        }
    }
}
