package dev.heddle.websocket;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The application's text as bytes. */
final class Utf8 {

    private Utf8() {}

    /**
     * Returns a text's bytes.
     *
     * @throws IllegalArgumentException if it has a lone surrogate, which would else go out as a question mark
     */
    static ByteBuffer encode(String text) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("Text has a lone surrogate", e);
        }
    }
}
