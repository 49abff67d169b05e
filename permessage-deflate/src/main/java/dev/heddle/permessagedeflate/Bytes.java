package dev.heddle.permessagedeflate;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Memory that is filled from its beginning and grows with what it holds. */
final class Bytes {

    /** The longest array that every JVM can make. */
    static final int MOST = Integer.MAX_VALUE - 8;

    private byte[] array;
    private int length;

    Bytes(int capacity) {
        array = new byte[capacity];
    }

    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }

    int space() {
        return array.length - length;
    }

    /** Counts bytes that were written behind the others, or takes some away. */
    void advance(int bytes) {
        length += bytes;
    }

    /**
     * Makes room for more, twice as many bytes as before if the bound lets it.
     *
     * @param most the bound, more than there is room for now
     */
    void grow(int most) {
        long doubled = array.length * 2L;
        // What comes near the bound goes there at once, rather than be copied again for little.
        array = Arrays.copyOf(array, (int) (doubled + doubled / 8 >= most ? most : doubled));
    }

    /** Makes room for so many more bytes. */
    void reserve(int more) {
        int needed = Math.addExact(length, more);
        if (needed > array.length) {
            array = Arrays.copyOf(array, (int) Math.max(needed, Math.min(2L * array.length, MOST)));
        }
    }

    /** Returns what it holds, without a copy. */
    ByteBuffer toBuffer() {
        return ByteBuffer.wrap(array, 0, length).slice();
    }
}
