package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Collects the parts of one message. Its memory follows the bytes that came, and is given away with the message. */
final class MessageBytes {

    private static final byte[] EMPTY = {};
    private static final int FIRST_CAPACITY = 1024;
    /** The longest array that every JVM can make. */
    static final int MOST = Integer.MAX_VALUE - 8;

    private byte[] bytes = EMPTY;
    private int length;

    int length() {
        return length;
    }

    /** Takes the bytes from position to limit. */
    void append(ByteBuffer part) {
        int total = Math.addExact(length, part.remaining());
        if (total > bytes.length) {
            // The first part is often the whole: no more memory than that. Later parts double it.
            int capacity = length == 0 ? total : (int) Math.min(Math.max(2L * bytes.length, FIRST_CAPACITY), MOST);
            bytes = Arrays.copyOf(bytes, Math.max(capacity, total));
        }
        part.get(bytes, length, part.remaining());
        length = total;
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
    }
}
