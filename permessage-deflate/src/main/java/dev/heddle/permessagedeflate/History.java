package dev.heddle.permessagedeflate;

import java.util.Arrays;
import java.util.zip.Inflater;

/**
 * The last bytes of the messages that were received, as many as the next one may refer to; a ring once it is full. Its memory
 * grows with what was received.
 */
final class History {

    private static final int FIRST_CAPACITY = 256;

    private final int most;
    private byte[] ring = {};
    private int length;
    /** Where the next byte goes, once the ring is full. */
    private int next;

    /**
     * Makes an empty history.
     *
     * @param most how many bytes it remembers, at least 1
     */
    History(int most) {
        this.most = most;
    }

    /** Adds bytes behind the ones before, and forgets the first of them where there are too many. */
    void append(byte[] bytes, int count) {
        int from = Math.max(0, count - most);
        int rest = count - from;
        int fill = Math.min(rest, most - length);
        if (fill > 0) {
            reserve(length + fill);
            System.arraycopy(bytes, from, ring, length, fill);
            length += fill;
            from += fill;
            rest -= fill;
        }
        int first = Math.min(rest, most - next);
        System.arraycopy(bytes, from, ring, next, first);
        System.arraycopy(bytes, from + first, ring, 0, rest - first);
        next = (next + rest) % most;
    }

    private void reserve(int needed) {
        if (needed > ring.length) {
            int doubled = Math.max(FIRST_CAPACITY, ring.length * 2);
            ring = Arrays.copyOf(ring, Math.min(most, Math.max(doubled, needed)));
        }
    }

    /** Forgets everything. */
    void clear() {
        ring = new byte[0];
        length = 0;
        next = 0;
    }

    /** Tells a decompressor what was before; zlib takes it in parts, one behind the other. */
    void load(Inflater inflater) {
        if (next < length) {
            inflater.setDictionary(ring, next, length - next);
        }
        if (next > 0) {
            inflater.setDictionary(ring, 0, next);
        }
    }
}
