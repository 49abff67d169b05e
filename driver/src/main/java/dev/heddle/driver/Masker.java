package dev.heddle.driver;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Puts a masking key on bytes or takes it off, which is the same: byte i is xored with byte i mod 4 of the key. Source:
 * RFC 6455 §5.3.
 *
 * <p>Eight bytes a step, from any alignment and phase. Arrays go by a {@link VarHandle}, direct memory by the buffer's
 * own access: on one path for both, the JIT would compile for neither.
 */
final class Masker {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Masker() {}

    /**
     * Masks bytes where they lie.
     *
     * @param phase how many bytes of the payload came before
     */
    static void unmask(ByteBuffer buffer, int start, int end, int key, int phase) {
        int turned = turn(key, phase);
        if (buffer.hasArray()) {
            int offset = buffer.arrayOffset();
            copy(buffer.array(), offset + start, buffer.array(), offset + start, end - start, turned);
        } else {
            unmaskDirect(buffer, start, end, turned);
        }
    }

    /**
     * Masks bytes on their way from one buffer to another; neither buffer's position moves.
     *
     * @param phase how many bytes of the payload came before
     */
    static void copy(ByteBuffer source, int from, ByteBuffer target, int to, int length, int key, int phase) {
        int turned = turn(key, phase);
        if (source.hasArray() && target.hasArray()) {
            copy(
                    source.array(),
                    source.arrayOffset() + from,
                    target.array(),
                    target.arrayOffset() + to,
                    length,
                    turned);
        } else {
            target.put(to, source, from, length);
            if (target.hasArray()) {
                unmask(target, to, to + length, turned, 0);
            } else {
                unmaskDirect(target, to, to + length, turned);
            }
        }
    }

    private static void copy(byte[] source, int from, byte[] target, int to, int length, int key) {
        long twice = twice(key);
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            LONGS.set(target, to + i, (long) LONGS.get(source, from + i) ^ twice);
        }
        for (; i < length; i++) {
            target[to + i] = (byte) (source[from + i] ^ keyByte(key, i));
        }
    }

    private static void unmaskDirect(ByteBuffer buffer, int start, int end, int key) {
        long twice = buffer.order() == ByteOrder.BIG_ENDIAN ? twice(key) : Long.reverseBytes(twice(key));
        int i = start;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            buffer.putLong(i, buffer.getLong(i) ^ twice);
        }
        for (; i < end; i++) {
            buffer.put(i, (byte) (buffer.get(i) ^ keyByte(key, i - start)));
        }
    }

    /** Returns the key as it stands for a payload of which some bytes came before. */
    private static int turn(int key, int phase) {
        return Integer.rotateLeft(key, 8 * (phase & 3));
    }

    private static long twice(int key) {
        long unsigned = key & 0xFFFF_FFFFL;
        return unsigned << Integer.SIZE | unsigned;
    }

    private static int keyByte(int key, int index) {
        return key >> 24 - 8 * (index & 3);
    }
}
