package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

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
     * Returns the same message in the form in which it is sent, with bytes of its own that never change. One that goes to many
     * connections is best prepared once: none of them copies it to keep it, not even where it waits for a peer that reads slowly.
     * Any thread may use it.
     *
     * @throws IllegalArgumentException if its text has a lone surrogate
     */
    WebSocketMessage prepare();

    /**
     * A text message. It is encoded when that is needed first, and once: one that goes to many connections is best made once.
     * Immutable; any thread may use it.
     */
    final class Text implements WebSocketMessage {

        /** Sets the bytes lazily: a message that is sent once does without a full fence. */
        private static final AtomicReferenceFieldUpdater<Text, byte[]> UTF8 =
                AtomicReferenceFieldUpdater.newUpdater(Text.class, byte[].class, "utf8");

        private final String text;
        private final boolean compress;
        /** Null before it is needed. */
        private volatile byte @Nullable [] utf8;

        /** Makes a message that may be compressed. */
        public Text(String text) {
            this(text, true);
        }

        /**
         * Makes a message.
         *
         * @param text without a lone surrogate where it is to be sent
         * @param compress whether it may be compressed
         */
        public Text(String text, boolean compress) {
            this.text = Objects.requireNonNull(text, "text");
            this.compress = compress;
        }

        /** Returns the text. */
        public String text() {
            return text;
        }

        @Override
        public boolean compress() {
            return compress;
        }

        /**
         * Returns how many bytes the text has in UTF-8.
         *
         * @throws IllegalArgumentException if it has a lone surrogate, which UTF-8 can not express
         */
        public int encodedLength() {
            return encoded().length;
        }

        /** Returns the text's bytes, which must not be changed. */
        byte[] encoded() {
            byte[] bytes = utf8;
            if (bytes == null) {
                bytes = Utf8.encode(text);
                UTF8.lazySet(this, bytes);
            }
            return bytes;
        }

        @Override
        public Text uncompressed() {
            return new Text(text, false);
        }

        /** Encodes the text, if it was not before. */
        @Override
        public Text prepare() {
            encoded();
            return this;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Text that && text.equals(that.text) && compress == that.compress;
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }

        @Override
        public String toString() {
            return "Text[text=" + text + ", compress=" + compress + "]";
        }
    }

    /** A binary message. */
    final class Binary implements WebSocketMessage {

        private final ByteBuffer bytes;
        private final boolean compress;
        /** Whether the bytes are nobody else's, and never change. */
        private final boolean prepared;

        /** Makes a message that may be compressed. */
        public Binary(ByteBuffer bytes) {
            this(bytes, true);
        }

        /**
         * Makes a message.
         *
         * @param bytes from position to limit. A received message's buffer belongs to the receiver; that of a message to be
         *     sent must not change until the stream asks for the next one.
         * @param compress whether it may be compressed
         */
        public Binary(ByteBuffer bytes, boolean compress) {
            this(Objects.requireNonNull(bytes, "bytes"), compress, false);
        }

        private Binary(ByteBuffer bytes, boolean compress, boolean prepared) {
            this.bytes = bytes;
            this.compress = compress;
            this.prepared = prepared;
        }

        /** Returns the bytes, from position to limit; those of a prepared message are read-only, and each caller's own view. */
        public ByteBuffer bytes() {
            return prepared ? bytes.asReadOnlyBuffer() : bytes;
        }

        /** Tells whether the message keeps bytes of its own, so that whoever sends it need not. */
        public boolean isPrepared() {
            return prepared;
        }

        /** Returns the bytes as they are kept; those of a prepared message must not be changed. */
        ByteBuffer kept() {
            return prepared ? bytes.duplicate() : bytes;
        }

        @Override
        public boolean compress() {
            return compress;
        }

        @Override
        public Binary uncompressed() {
            return new Binary(bytes, false, prepared);
        }

        /** Returns a message of a copy of the bytes as they are now. */
        @Override
        public Binary prepare() {
            return prepared ? this : new Binary(Outgoing.copy(bytes), compress, true);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Binary that && bytes.equals(that.bytes) && compress == that.compress;
        }

        @Override
        public int hashCode() {
            return bytes.hashCode();
        }

        @Override
        public String toString() {
            return "Binary[bytes=" + bytes + ", compress=" + compress + "]";
        }
    }
}
