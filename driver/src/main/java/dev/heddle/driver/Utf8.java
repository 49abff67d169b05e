package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text to bytes and back. */
final class Utf8 {

    private Utf8() {}

    /**
     * Encodes a text.
     *
     * @throws IllegalArgumentException if it has a surrogate without its partner, which UTF-8 can not express and
     *     {@link String#getBytes} would turn into a question mark
     */
    static byte[] encode(String text) {
        int length = text.length();
        for (int i = firstSurrogate(text); i < length; i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == length || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    throw new IllegalArgumentException("Text has a lone surrogate at index " + i);
                }
                i++;
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns where the first surrogate stands, or the length. So plain a loop that the JIT drops it for a string of Latin-1,
     * which can not hold one; with the rest of the check inside, that hangs on chance, and 1 KiB may take 7 times as long.
     */
    private static int firstSurrogate(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return i;
            }
        }
        return length;
    }

    /** Decodes bytes that were checked to be UTF-8; moves neither position nor limit. */
    static String decode(ByteBuffer bytes) {
        if (bytes.hasArray()) {
            return new String(
                    bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining(), StandardCharsets.UTF_8);
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(bytes.position(), copy);
        return new String(copy, StandardCharsets.UTF_8);
    }

    /** Returns as much of a text as fits a number of bytes, cut between two characters. */
    static byte[] encodeAtMost(String text, int limit) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= limit) {
            return bytes;
        }
        int end = limit;
        while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }
}
