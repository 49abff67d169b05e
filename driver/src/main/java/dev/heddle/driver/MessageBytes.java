package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Collects the parts of one message. Its memory follows the bytes that came, and is given away with the message.
 *
 * <p>Each growth copies what is there and leaves garbage as large as that. So where a frame has declared its length, memory may run
 * ahead of the bytes, up to a bound: a message of a mebibyte then takes two arrays and not five.
 */
final class MessageBytes {

    private static final byte[] EMPTY = {};
    private static final int FIRST_CAPACITY = 1024;
    /** How many times the bytes that came a declared length is believed. */
    private static final int TRUST = 8;
    /** The largest memory for which it is; from there on it doubles. */
    static final int MOST_TRUSTED = 1024 * 1024;
    /** The longest array that every JVM can make. */
    static final int MOST = Integer.MAX_VALUE - 8;

    private byte[] bytes = EMPTY;
    private int length;
    private int declared;

    int length() {
        return length;
    }

    /** Takes note of the length that the message's first frame declares, of which nothing has to come. */
    void declare(int frameLength) {
        declared = frameLength;
    }

    /** Takes the bytes from position to limit. */
    void append(ByteBuffer part) {
        int total = Math.addExact(length, part.remaining());
        if (total > bytes.length) {
            bytes = Arrays.copyOf(bytes, capacity(total));
        }
        part.get(bytes, length, part.remaining());
        length = total;
    }

    private int capacity(int total) {
        // The first part is often the whole: no more memory than that. Later parts double it.
        long doubled = length == 0 ? total : Math.max(2L * bytes.length, FIRST_CAPACITY);
        if (declared >= total) {
            // Behind the first frame, which is exact, none is declared.
            long trusted = Math.min((long) TRUST * total, MOST_TRUSTED);
            doubled = Math.min(declared, Math.max(doubled, trusted));
        }
        return (int) Math.max(Math.min(doubled, MOST), total);
    }

    /** Gives everything away. */
    ByteBuffer take() {
        ByteBuffer message = ByteBuffer.wrap(bytes, 0, length);
        clear();
        return message;
    }

    void clear() {
        bytes = EMPTY;
        length = 0;
        declared = 0;
    }
}
