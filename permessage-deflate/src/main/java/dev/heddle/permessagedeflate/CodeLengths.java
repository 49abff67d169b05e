package dev.heddle.permessagedeflate;

import java.util.Arrays;

/** What stands in front of a block that has codes of its own: their lengths, runs of them taken together. Source: RFC 1951 §3.2.7. */
final class CodeLengths {

    private static final int SYMBOLS = 19;
    private static final int LONGEST = 7;
    private static final int REPEAT = 16;
    private static final int ZEROS = 17;
    private static final int MANY_ZEROS = 18;

    /** How many extra bits say how often, and what 0 there means. */
    private static final int REPEAT_BITS = 2;

    private static final int ZEROS_BITS = 3;
    private static final int MANY_ZEROS_BITS = 7;
    private static final int LEAST_RUN = 3;
    private static final int LEAST_MANY = 11;
    private static final int MOST_REPEAT = 6;
    private static final int MOST_ZEROS = 138;

    /** In which order the lengths of these symbols' own codes stand, so that the last are often none. */
    private static final byte[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    private static final int LEAST_LITERALS = 257;
    private static final int LEAST_DISTANCES = 1;
    private static final int LEAST_LENGTHS = 4;

    private final int[] counts = new int[SYMBOLS];
    private final HuffmanCode code = new HuffmanCode(SYMBOLS, LONGEST);
    /** The lengths of all codes, and then the symbols for them, each with what its extra bits say above a byte. */
    private final byte[] lengths = new byte[Symbols.LITERALS + Symbols.DISTANCES];

    private final int[] runs = new int[Symbols.LITERALS + Symbols.DISTANCES];
    private int runCount;
    private int literals;
    private int distances;
    private int own;

    /** Takes a block's codes, and returns how many bits it takes to tell them. */
    int make(HuffmanCode literalCode, HuffmanCode distanceCode) {
        literals = literalCode.used(LEAST_LITERALS);
        distances = distanceCode.used(LEAST_DISTANCES);
        for (int i = 0; i < literals; i++) {
            lengths[i] = (byte) literalCode.length(i);
        }
        for (int i = 0; i < distances; i++) {
            lengths[literals + i] = (byte) distanceCode.length(i);
        }
        Arrays.fill(counts, 0);
        findRuns(literals + distances);
        code.make(counts);
        own = SYMBOLS;
        while (own > LEAST_LENGTHS && code.length(ORDER[own - 1]) == 0) {
            own--;
        }
        return 14
                + 3 * own
                + code.bits(counts)
                + REPEAT_BITS * counts[REPEAT]
                + ZEROS_BITS * counts[ZEROS]
                + MANY_ZEROS_BITS * counts[MANY_ZEROS];
    }

    private void findRuns(int total) {
        runCount = 0;
        for (int at = 0; at < total; ) {
            int length = lengths[at];
            int end = at + 1;
            while (end < total && lengths[end] == length) {
                end++;
            }
            int rest = end - at;
            at = end;
            if (length == 0) {
                for (; rest >= LEAST_RUN; rest -= Math.min(rest, MOST_ZEROS)) {
                    int run = Math.min(rest, MOST_ZEROS);
                    if (run < LEAST_MANY) {
                        add(ZEROS, run - LEAST_RUN);
                    } else {
                        add(MANY_ZEROS, run - LEAST_MANY);
                    }
                }
            } else {
                add(length, 0);
                rest--;
                for (; rest >= LEAST_RUN; rest -= Math.min(rest, MOST_REPEAT)) {
                    add(REPEAT, Math.min(rest, MOST_REPEAT) - LEAST_RUN);
                }
            }
            for (; rest > 0; rest--) {
                add(length, 0);
            }
        }
    }

    private void add(int symbol, int extra) {
        runs[runCount++] = extra << Byte.SIZE | symbol;
        counts[symbol]++;
    }

    /** Writes what was made, for which there is room. */
    void write(BitWriter output) {
        output.put(literals - LEAST_LITERALS, 5);
        output.put(distances - LEAST_DISTANCES, 5);
        output.put(own - LEAST_LENGTHS, 4);
        for (int i = 0; i < own; i++) {
            output.put(code.length(ORDER[i]), 3);
        }
        int[] codes = code.codes();
        for (int i = 0; i < runCount; i++) {
            int symbol = runs[i] & 0xFF;
            int bits = codes[symbol];
            int length = bits >>> HuffmanCode.LENGTH_SHIFT;
            output.put(bits & 0xFFFF | runs[i] >>> Byte.SIZE << length, length + extraBits(symbol));
        }
    }

    private static int extraBits(int symbol) {
        return switch (symbol) {
            case REPEAT -> REPEAT_BITS;
            case ZEROS -> ZEROS_BITS;
            case MANY_ZEROS -> MANY_ZEROS_BITS;
            default -> 0;
        };
    }
}
