package dev.heddle.driver;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Puts a masking key on bytes or takes it off, which is the same: byte i is xored with byte i mod 4 of the key. Source:
 * RFC 6455 §5.3.
 *
 * <p>Eight bytes a step, from any alignment and phase. Arrays go by a {@link VarHandle}, direct memory by the buffer's
 * own access: on one path for both, the JIT would compile for neither. Both in the machine's byte order, in which each
 * release of the JVM makes vectors of the loop; in the other, 17 does not, and 64 KiB take it 5 to 8 times as long. The
 * last eight bytes are read before and written behind the loop, over what it has done of them: 125 bytes take two thirds
 * of the time that they would with the rest byte by byte.
 *
 * <p>The JIT must not put this into its callers: deep inside them it compiles no access to a buffer in place any more, and
 * an echo of 1 KiB would cost 1.6 times as much. It keeps out what has more than 325 bytes of code, so all of it is one
 * method.
 */
final class Masker {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final boolean BIG_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;
    /** Up to here a copy goes by long as well: the JDK's bulk copy takes 25 ns for whatever is not on the heap. */
    private static final int SHORT_COPY = 128;

    private Masker() {}

    /**
     * Masks bytes where they lie.
     *
     * @param phase how many bytes of the payload came before
     */
    static void unmask(ByteBuffer buffer, int start, int end, int key, int phase) {
        mask(null, 0, buffer, start, end - start, Integer.rotateLeft(key, Byte.SIZE * (phase & 3)));
    }

    /** Copies bytes between absolute indices; neither buffer's position moves. */
    static void copy(ByteBuffer source, int from, ByteBuffer target, int to, int length) {
        mask(source, from, target, to, length, 0);
    }

    /**
     * Masks bytes on their way from one buffer to another; neither buffer's position moves.
     *
     * @param phase how many bytes of the payload came before
     */
    static void copy(ByteBuffer source, int from, ByteBuffer target, int to, int length, int key, int phase) {
        mask(source, from, target, to, length, Integer.rotateLeft(key, Byte.SIZE * (phase & 3)));
    }

    /** Copies, if there is a source, and masks what the target then has. */
    private static void mask(@Nullable ByteBuffer source, int from, ByteBuffer target, int to, int length, int key) {
        if (source != null) {
            if (length > SHORT_COPY) {
                target.put(to, source, from, length);
            } else if (length >= Long.BYTES && source.order() == target.order()) {
                int rest = length - Long.BYTES;
                for (int i = 0; i < rest; i += Long.BYTES) {
                    target.putLong(to + i, source.getLong(from + i));
                }
                target.putLong(to + rest, source.getLong(from + rest));
            } else {
                for (int i = 0; i < length; i++) {
                    target.put(to + i, source.get(from + i));
                }
            }
        }
        if (key == 0) {
            return;
        }
        if (length < Long.BYTES) {
            for (int i = 0; i < length; i++) {
                target.put(to + i, (byte) (target.get(to + i) ^ key >> 24 - Byte.SIZE * (i & 3)));
            }
            return;
        }
        int rest = length - Long.BYTES;
        long once = key & 0xFFFF_FFFFL;
        long twice = once << Integer.SIZE | once;
        long lastTwice = Long.rotateLeft(twice, Byte.SIZE * (rest & 3));
        long keys = BIG_ENDIAN ? twice : Long.reverseBytes(twice);
        long lastKeys = BIG_ENDIAN ? lastTwice : Long.reverseBytes(lastTwice);
        if (target.hasArray()) {
            byte[] bytes = target.array();
            int start = target.arrayOffset() + to;
            int end = start + rest;
            long last = (long) LONGS.get(bytes, end) ^ lastKeys;
            for (int i = start; i < end; i += Long.BYTES) {
                LONGS.set(bytes, i, (long) LONGS.get(bytes, i) ^ keys);
            }
            LONGS.set(bytes, end, last);
        } else {
            ByteOrder order = target.order();
            target.order(ByteOrder.nativeOrder());
            int end = to + rest;
            long last = target.getLong(end) ^ lastKeys;
            for (int i = to; i < end; i += Long.BYTES) {
                target.putLong(i, target.getLong(i) ^ keys);
            }
            target.putLong(end, last).order(order);
        }
    }
}
