package dev.heddle.permessagedeflate;

/** How DEFLATE names lengths and distances: a symbol that has a code, and extra bits behind it. Source: RFC 1951 §3.2.5. */
final class Symbols {

    /** How many symbols stand for literals, the end of a block and lengths. */
    static final int LITERALS = 286;

    /** How many symbols stand for distances. */
    static final int DISTANCES = 30;

    /** The symbol behind the last token of a block. */
    static final int END = 256;

    static final int LONGEST = 258;

    private static final int SHORTEST = 3;
    private static final int FIRST_LENGTH = 257;
    private static final int LAST_LENGTH = 285;

    /** The symbol of each length. */
    private static final short[] OF_LENGTH = new short[LONGEST + 1];

    /** By symbol: the least length or distance that it stands for, and how many extra bits tell which one it is. */
    private static final short[] LENGTH_BASE = new short[LITERALS];

    private static final byte[] LENGTH_EXTRA = new byte[LITERALS];
    private static final short[] DISTANCE_BASE = new short[DISTANCES];
    private static final byte[] DISTANCE_EXTRA = new byte[DISTANCES];

    static {
        int length = SHORTEST;
        for (int symbol = FIRST_LENGTH; symbol < LAST_LENGTH; symbol++) {
            int extra = Math.max(0, (symbol - FIRST_LENGTH) / 4 - 1);
            LENGTH_BASE[symbol] = (short) length;
            LENGTH_EXTRA[symbol] = (byte) extra;
            for (int i = 0; i < 1 << extra; i++) {
                OF_LENGTH[length++] = (short) symbol;
            }
        }
        // It has a symbol of its own, without extra bits.
        OF_LENGTH[LONGEST] = LAST_LENGTH;
        LENGTH_BASE[LAST_LENGTH] = LONGEST;
        int distance = 1;
        for (int symbol = 0; symbol < DISTANCES; symbol++) {
            int extra = Math.max(0, symbol / 2 - 1);
            DISTANCE_BASE[symbol] = (short) distance;
            DISTANCE_EXTRA[symbol] = (byte) extra;
            distance += 1 << extra;
        }
    }

    private Symbols() {}

    /** Returns the symbol of a length from 3 to {@link #LONGEST}. */
    static int ofLength(int length) {
        return OF_LENGTH[length];
    }

    /** Returns the symbol of a distance from 1 to 32,768: two for each power of two. */
    static int ofDistance(int distance) {
        int offset = distance - 1;
        if (offset < 4) {
            return offset;
        }
        int highest = 31 - Integer.numberOfLeadingZeros(offset);
        return highest * 2 | offset >>> highest - 1 & 1;
    }

    static int lengthBase(int symbol) {
        return LENGTH_BASE[symbol];
    }

    /** Returns how many bits follow a symbol: none but for a length. */
    static int lengthExtra(int symbol) {
        return LENGTH_EXTRA[symbol];
    }

    static int distanceBase(int symbol) {
        return DISTANCE_BASE[symbol];
    }

    static int distanceExtra(int symbol) {
        return DISTANCE_EXTRA[symbol];
    }
}
