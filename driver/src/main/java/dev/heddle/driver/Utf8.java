package dev.heddle.driver;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text to bytes and back. */
final class Utf8 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long QUESTION_MARKS = 0x3F3F_3F3F_3F3F_3F3FL;
    private static final long LOW_BITS = 0x7F7F_7F7F_7F7F_7F7FL;

    private Utf8() {}

    /**
     * Encodes a text.
     *
     * <p>A surrogate without its partner is what {@link String#getBytes} makes a question mark of, so the question marks are
     * counted before and behind. A look at each character instead took up to ten times as long as all the rest, as the JIT
     * likes: it does not know that a string of Latin-1 has none.
     *
     * @throws IllegalArgumentException if it has a surrogate without its partner, which UTF-8 can not express
     */
    static byte[] encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (questionMarks(bytes) != questionMarks(text)) {
            throw new IllegalArgumentException("Text has a lone surrogate at index " + loneSurrogate(text));
        }
        return bytes;
    }

    private static int questionMarks(byte[] bytes) {
        int count = 0;
        int i = 0;
        for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
            // A byte is zero where the text has a question mark, and only there its highest bit is set in the end.
            long marks = (long) LONGS.get(bytes, i) ^ QUESTION_MARKS;
            count += Long.bitCount(~((marks & LOW_BITS) + LOW_BITS | marks | LOW_BITS));
        }
        for (; i < bytes.length; i++) {
            count += bytes[i] == '?' ? 1 : 0;
        }
        return count;
    }

    private static int questionMarks(String text) {
        int count = 0;
        for (int i = text.indexOf('?'); i >= 0; i = text.indexOf('?', i + 1)) {
            count++;
        }
        return count;
    }

    private static int loneSurrogate(String text) {
        int i = 0;
        while (Character.charCount(text.codePointAt(i)) == 2 || !Character.isSurrogate(text.charAt(i))) {
            i += Character.charCount(text.codePointAt(i));
        }
        return i;
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
