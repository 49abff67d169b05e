package dev.heddle.eventsource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One line of a stream: bytes that are collected, and the field in them. What is not UTF-8 becomes U+FFFD. */
final class Line {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] NONE = {};
    /** Up to here memory is kept for the next line. */
    private static final int KEPT = 4 * 1024;
    /** The longest array that every JVM can make. */
    private static final int MOST = Integer.MAX_VALUE - 8;

    private byte[] bytes = NONE;
    /** Where the line begins: behind the byte order mark, if there was one. */
    private int start;

    private int end;

    int length() {
        return end - start;
    }

    boolean isEmpty() {
        return end == start;
    }

    void append(ByteBuffer in, int count) {
        if (count > bytes.length - end) {
            bytes = Arrays.copyOf(bytes, Math.max(end + count, (int) Math.min(2L * bytes.length, MOST)));
        }
        in.get(bytes, end, count);
        end += count;
    }

    void clear() {
        start = 0;
        end = 0;
        if (bytes.length > KEPT) {
            bytes = NONE;
        }
    }

    void dropByteOrderMark() {
        if (Arrays.equals(
                bytes, 0, Math.min(end, BYTE_ORDER_MARK.length), BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length)) {
            start = BYTE_ORDER_MARK.length;
        }
    }

    /** Returns where a character of ASCII first stands, or -1. */
    int indexOf(char c) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == c) {
                return i - start;
            }
        }
        return -1;
    }

    /** Returns the text between two places. */
    String text(int from, int to) {
        return new String(bytes, start + from, to - from, StandardCharsets.UTF_8);
    }

    /**
     * Returns what stands behind a colon and at most one space.
     *
     * @param colon where it is, or -1 if the line has none, and so no value
     */
    String value(int colon) {
        return text(valueStart(colon), length());
    }

    /** Returns the length of {@link #value} in bytes. */
    int valueLength(int colon) {
        return length() - valueStart(colon);
    }

    private int valueStart(int colon) {
        if (colon < 0) {
            return length();
        }
        int value = colon + 1;
        return value < length() && bytes[start + value] == ' ' ? value + 1 : value;
    }
}
