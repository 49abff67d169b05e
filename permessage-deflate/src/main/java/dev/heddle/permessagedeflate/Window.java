package dev.heddle.permessagedeflate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The last bytes that were compressed, and where in them the same four bytes came before: the newest place by a hash, from
 * there a chain to older ones. Memory grows with what is compressed: three bytes for each of the window and of a block, and
 * the hashes.
 *
 * <p>What holds, and what a match that is read back depends on: a place is linked once, in order, so that none is its own
 * candidate; its link leads back by less than 64 KiB, as there are no more places; and a position that is older than what is
 * here leads back farther than any place, so that it is no candidate and nothing needs to be cleared when bytes are forgotten.
 */
final class Window {

    /** What is looked up; a shorter match hardly gains anything on its literals. */
    static final int SHORTEST = Integer.BYTES;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int MULTIPLIER = 0x9E3779B1;
    /** So many places by hash stay in the fastest cache, and are enough for a chain of some lengths. */
    private static final int MOST_HASHES = 8 * 1024;

    private static final int FIRST_CAPACITY = 1024;
    /** Where positions begin anew, long before they overflow. */
    private static final int MOST_FORGOTTEN = 1 << 30;

    private int size;
    /** By hash, the newest position in all that ever was compressed; so nothing has to be cleared that has become old. */
    private int[] newest = {};

    private int hashBits;
    private byte[] bytes = {};
    /** By place, how far back the next older one of the same hash is; 0 if there is none. */
    private char[] older = {};

    private int end;
    /** The first place that can not be found yet. */
    private int next;
    /** How many bytes came before those that are here. */
    private int forgotten;

    byte[] bytes() {
        return bytes;
    }

    /** Returns where the bytes end that are here. */
    int end() {
        return end;
    }

    /** Takes bytes, a block's at most, behind those before, of which as many stay as can be looked back to. */
    void append(ByteBuffer data, int position, int count) {
        int needed = end + count;
        if (needed > bytes.length) {
            if (bytes.length < size + Block.MOST) {
                grow(needed);
            }
            if (needed > bytes.length) {
                slide();
            }
        }
        data.get(position, bytes, end, count);
        end += count;
    }

    private void grow(int needed) {
        int capacity = Math.max(Math.max(2 * bytes.length, FIRST_CAPACITY), needed);
        capacity = Math.min(capacity, size + Block.MOST);
        bytes = Arrays.copyOf(bytes, capacity);
        older = Arrays.copyOf(older, capacity);
        if (newest.length < MOST_HASHES) {
            hashBits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.min(capacity, MOST_HASHES) - 1);
            newest = new int[1 << hashBits];
            // Everything is indexed anew.
            next = 0;
        }
    }

    private void slide() {
        int kept = Math.min(size, end);
        int shift = end - kept;
        System.arraycopy(bytes, shift, bytes, 0, kept);
        System.arraycopy(older, shift, older, 0, kept);
        forget(shift);
        end = kept;
        next = Math.max(0, next - shift);
    }

    /** Forgets everything; from now on so many bytes are looked back to. */
    void clear(int newSize) {
        size = newSize;
        forget(end);
        end = 0;
        next = 0;
    }

    private void forget(int count) {
        forgotten += count;
        if (forgotten > MOST_FORGOTTEN) {
            Arrays.fill(newest, 0);
            forgotten = 0;
        }
    }

    /** Lets every place in front of one be found. */
    private void index(int before) {
        byte[] array = bytes;
        int stop = Math.min(before, end - SHORTEST + 1);
        int at = next;
        for (; at < stop; at++) {
            link(at, hash((int) INTS.get(array, at)));
        }
        next = at;
    }

    /** Lets a place be found, and returns how far back the next older one is. */
    private int link(int at, int hash) {
        int position = at + forgotten;
        int back = position - newest[hash];
        newest[hash] = position;
        older[at] = back < at ? (char) back : 0;
        return back;
    }

    private int hash(int first) {
        return first * MULTIPLIER >>> Integer.SIZE - hashBits;
    }

    /**
     * Looks for the longest match of what begins at a place; places are asked for in order. The very first place of all is
     * never found, as in zlib.
     *
     * @param longer only a match of more bytes counts
     * @return the match's length, and above {@link Block#LENGTH_BITS} its distance, as in a token; 0 if there is none
     */
    int find(int at, int longer, Effort effort, int candidates) {
        int most = Math.min(end - at, Symbols.LONGEST);
        int found = 0;
        int length = Math.max(longer, SHORTEST - 1);
        if (length >= most) {
            return 0;
        }
        if (next < at) {
            index(at);
        }
        byte[] array = bytes;
        int distance = link(at, hash((int) INTS.get(array, at)));
        next = at + 1;
        int farthest = Math.min(size, at - 1);
        int best = Math.min(most, effort.best());
        // A longer match has these bytes in the same place.
        int tail = (int) INTS.get(array, at + length - SHORTEST + 1);
        for (int left = candidates; left > 0 && distance <= farthest; left--) {
            int candidate = at - distance;
            if ((int) INTS.get(array, candidate + length - SHORTEST + 1) == tail) {
                int same = common(array, candidate, at, most);
                if (same > length) {
                    length = same;
                    found = distance << Block.LENGTH_BITS | same;
                    if (same >= best) {
                        break;
                    }
                    tail = (int) INTS.get(array, at + length - SHORTEST + 1);
                }
            }
            int back = older[candidate];
            if (back == 0) {
                break;
            }
            distance += back;
        }
        return found;
    }

    /** Tells how many bytes are the same from two places on, at most so many; eight a step. */
    private static int common(byte[] array, int first, int second, int most) {
        int same = 0;
        for (; same + Long.BYTES <= most; same += Long.BYTES) {
            long difference = (long) LONGS.get(array, first + same) ^ (long) LONGS.get(array, second + same);
            if (difference != 0) {
                return same + (Long.numberOfTrailingZeros(difference) >>> 3);
            }
        }
        while (same < most && array[first + same] == array[second + same]) {
            same++;
        }
        return same;
    }
}
