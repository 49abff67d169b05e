package dev.heddle.permessagedeflate;

import java.util.Arrays;

/**
 * One block of DEFLATE: what was found in some bytes of input, written in whichever of the three forms is the shortest.
 * Source: RFC 1951 §3.2.3.
 */
final class Block {

    /** The most bytes of input for one, so that codes suit what they are for and what is held is bounded. */
    static final int MOST = 16 * 1024;

    /** A token is a byte, or the length of a match and above these bits its distance. */
    static final int LENGTH_BITS = 9;

    static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

    private static final int FIRST_CAPACITY = 256;
    private static final int TYPE_BITS = 3;
    private static final int STORED = 0;
    private static final int FIXED = 1 << 1;
    private static final int DYNAMIC = 2 << 1;

    /** With fewer tokens, codes of their own would hardly gain what they take: 7 bytes are done in a fifth of the time. */
    private static final int FEW = 24;

    private static final int FIXED_DISTANCE_BITS = 5;
    private static final int[] FIXED_DISTANCES =
            HuffmanCode.ofLengths(fixedDistances()).codes();
    private static final HuffmanCode FIXED_LITERALS = HuffmanCode.ofLengths(fixedLiterals());

    private final int[] literalCounts = new int[Symbols.LITERALS];
    private final int[] distanceCounts = new int[Symbols.DISTANCES];
    private final HuffmanCode literals = new HuffmanCode(Symbols.LITERALS, 15);
    private final HuffmanCode distances = new HuffmanCode(Symbols.DISTANCES, 15);
    private final CodeLengths header = new CodeLengths();
    private int[] tokens = new int[FIRST_CAPACITY];
    private int count;

    /** Begins a block of so many bytes. */
    void begin(int bytes) {
        count = 0;
        Arrays.fill(literalCounts, 0);
        Arrays.fill(distanceCounts, 0);
        literalCounts[Symbols.END] = 1;
        if (tokens.length < bytes) {
            tokens = new int[Math.min(MOST, Math.max(bytes, 2 * tokens.length))];
        }
    }

    void literal(byte value) {
        int symbol = value & 0xFF;
        tokens[count++] = symbol;
        literalCounts[symbol]++;
    }

    /**
     * Takes a match.
     *
     * @param length from 3 to 258
     * @param distance from 1 to 32,768
     */
    void match(int length, int distance) {
        tokens[count++] = distance << LENGTH_BITS | length;
        literalCounts[Symbols.ofLength(length)]++;
        distanceCounts[Symbols.ofDistance(distance)]++;
    }

    /** Writes the block; the bytes are those that it stands for. */
    void write(BitWriter output, byte[] bytes, int from, int length) {
        int extra = extraBits();
        int stored = (Integer.BYTES + length) * Byte.SIZE + Byte.SIZE;
        int fixed = FIXED_LITERALS.bits(literalCounts) + matches() * FIXED_DISTANCE_BITS + extra;
        int dynamic = Integer.MAX_VALUE;
        if (count >= FEW) {
            literals.make(literalCounts);
            distances.make(distanceCounts);
            dynamic = header.make(literals, distances)
                    + literals.bits(literalCounts)
                    + distances.bits(distanceCounts)
                    + extra;
        }
        output.reserve(TYPE_BITS + Math.min(stored, Math.min(fixed, dynamic)));
        if (stored <= Math.min(fixed, dynamic)) {
            store(output, bytes, from, length);
        } else if (fixed <= dynamic) {
            output.put(FIXED, TYPE_BITS);
            putTokens(output, FIXED_LITERALS.codes(), FIXED_DISTANCES);
        } else {
            output.put(DYNAMIC, TYPE_BITS);
            header.write(output);
            putTokens(output, literals.codes(), distances.codes());
        }
    }

    /** Writes bytes as they are, 64 KiB − 1 at most, with room for them. Source: RFC 1951 §3.2.4. */
    static void store(BitWriter output, byte[] bytes, int from, int length) {
        output.put(STORED, TYPE_BITS);
        output.align();
        output.put(length | ~length << Short.SIZE, Integer.SIZE);
        output.putBytes(bytes, from, length);
    }

    private void putTokens(BitWriter output, int[] literalCodes, int[] distanceCodes) {
        output.putTokens(tokens, count, literalCodes, distanceCodes);
        int end = literalCodes[Symbols.END];
        output.put(end & 0xFFFF, end >>> HuffmanCode.LENGTH_SHIFT);
    }

    private int matches() {
        int matches = 0;
        for (int times : distanceCounts) {
            matches += times;
        }
        return matches;
    }

    private int extraBits() {
        int bits = 0;
        for (int symbol = Symbols.END + 1; symbol < Symbols.LITERALS; symbol++) {
            bits += literalCounts[symbol] * Symbols.lengthExtra(symbol);
        }
        for (int symbol = 0; symbol < Symbols.DISTANCES; symbol++) {
            bits += distanceCounts[symbol] * Symbols.distanceExtra(symbol);
        }
        return bits;
    }

    /** Source: RFC 1951 §3.2.6. */
    private static int[] fixedLiterals() {
        // The last two never occur and take part in the numbering.
        int[] lengths = new int[288];
        Arrays.fill(lengths, 0, 144, 8);
        Arrays.fill(lengths, 144, 256, 9);
        Arrays.fill(lengths, 256, 280, 7);
        Arrays.fill(lengths, 280, 288, 8);
        return lengths;
    }

    private static int[] fixedDistances() {
        int[] lengths = new int[Symbols.DISTANCES];
        Arrays.fill(lengths, FIXED_DISTANCE_BITS);
        return lengths;
    }
}
