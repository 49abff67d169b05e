package dev.heddle.permessagedeflate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Writes numbers of some bits behind each other, the lowest bit first. Source: RFC 1951 §3.1.1. */
final class BitWriter {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** How much room there must be behind the last bit: bits are written as eight bytes, of which those count that are full. */
    static final int SLACK = Long.BYTES;

    private final Bytes output;
    /** The bits that fill no byte yet, lowest first; nothing above them. */
    private long bits;

    private int filled;

    BitWriter(Bytes output) {
        this.output = output;
    }

    /** Makes room for so many bits. */
    void reserve(long more) {
        output.reserve(Math.toIntExact((filled + more) / Byte.SIZE + SLACK));
    }

    /** Writes a number of at most 32 bits, for which there is room. */
    void put(int value, int length) {
        bits |= (value & 0xFFFF_FFFFL) << filled;
        filled += length;
        spill();
    }

    /** Writes what was found in a block, each symbol in its code; there is room. */
    void putTokens(int[] tokens, int count, int[] literals, int[] distances) {
        byte[] array = output.array();
        int at = output.length();
        long pending = bits;
        int length = filled;
        for (int i = 0; i < count; i++) {
            int token = tokens[i];
            int distance = token >>> Block.LENGTH_BITS;
            if (distance == 0) {
                int code = literals[token];
                pending |= (code & 0xFFFFL) << length;
                length += code >>> HuffmanCode.LENGTH_SHIFT;
            } else {
                // At most 15, 5, 15 and 13 bits, behind seven that wait.
                int matched = token & Block.LENGTH_MASK;
                int symbol = Symbols.ofLength(matched);
                int code = literals[symbol];
                pending |= (code & 0xFFFFL) << length;
                length += code >>> HuffmanCode.LENGTH_SHIFT;
                pending |= (long) (matched - Symbols.lengthBase(symbol)) << length;
                length += Symbols.lengthExtra(symbol);
                symbol = Symbols.ofDistance(distance);
                code = distances[symbol];
                pending |= (code & 0xFFFFL) << length;
                length += code >>> HuffmanCode.LENGTH_SHIFT;
                pending |= (long) (distance - Symbols.distanceBase(symbol)) << length;
                length += Symbols.distanceExtra(symbol);
            }
            LONGS.set(array, at, pending);
            at += length >>> 3;
            pending >>>= length & ~7;
            length &= 7;
        }
        output.advance(at - output.length());
        bits = pending;
        filled = length;
    }

    /** Goes on at the beginning of a byte, for which there is room. */
    void align() {
        filled = filled + 7 & ~7;
        spill();
    }

    /** Writes whole bytes at the beginning of one, with room for them. */
    void putBytes(byte[] source, int from, int count) {
        System.arraycopy(source, from, output.array(), output.length(), count);
        output.advance(count);
    }

    private void spill() {
        LONGS.set(output.array(), output.length(), bits);
        output.advance(filled >>> 3);
        bits >>>= filled & ~7;
        filled &= 7;
    }
}
