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
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8() {}

    /**
     * Encodes a text.
     *
     * <p>A surrogate without its partner is what {@link String#getBytes} makes a question mark of, so where there is one they
     * are counted before and behind. A look at each character instead made the echo of a kibibyte cost two to four times as much, as the JIT
     * likes: it does not know that a string of Latin-1 has no surrogate.
     *
     * @throws IllegalArgumentException if it has a surrogate without its partner, which UTF-8 can not express
     */
    static byte[] encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (hasQuestionMark(bytes) && questionMarks(bytes) != questionMarks(text)) {
            throw new IllegalArgumentException("Text has a lone surrogate at index " + loneSurrogate(text));
        }
        return bytes;
    }

    /** Looks at four times eight bytes a step: a word that has a zero byte, and no other, borrows for it and lacks its highest bit. */
    private static boolean hasQuestionMark(byte[] bytes) {
        long borrows = 0;
        int i = 0;
        for (; i <= bytes.length - 4 * Long.BYTES; i += 4 * Long.BYTES) {
            long first = (long) LONGS.get(bytes, i) ^ QUESTION_MARKS;
            long second = (long) LONGS.get(bytes, i + Long.BYTES) ^ QUESTION_MARKS;
            long third = (long) LONGS.get(bytes, i + 2 * Long.BYTES) ^ QUESTION_MARKS;
            long fourth = (long) LONGS.get(bytes, i + 3 * Long.BYTES) ^ QUESTION_MARKS;
            borrows |= first - LOW_BITS & ~first
                    | second - LOW_BITS & ~second
                    | third - LOW_BITS & ~third
                    | fourth - LOW_BITS & ~fourth;
        }
        boolean found = (borrows & HIGH_BITS) != 0;
        for (; i < bytes.length; i++) {
            found |= bytes[i] == '?';
        }
        return found;
    }

    private static int questionMarks(byte[] bytes) {
        int count = 0;
        for (byte octet : bytes) {
            count += octet == '?' ? 1 : 0;
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
