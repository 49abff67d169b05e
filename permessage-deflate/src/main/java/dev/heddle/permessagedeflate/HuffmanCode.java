package dev.heddle.permessagedeflate;

import java.util.Arrays;

/**
 * A prefix code for symbols that are more or less frequent, no code longer than a bound; made anew for each block in the same
 * memory. Source: RFC 1951 §3.2.2.
 *
 * <p>Lengths are found in the sorted counts themselves, after A. Moffat and J. Katajainen, "In-Place Calculation of
 * Minimum-Redundancy Codes" (1995).
 */
final class HuffmanCode {

    /** A sorted symbol has its count above these bits: there are fewer symbols than they can tell. */
    private static final int SYMBOL_BITS = 9;

    private static final int SYMBOL_MASK = (1 << SYMBOL_BITS) - 1;

    /** Where a code's length stands, above its bits. */
    static final int LENGTH_SHIFT = 16;

    private final int longest;
    /** By symbol: the code, its first bit lowest, and above {@link #LENGTH_SHIFT} its length; 0 for what does not occur. */
    private final int[] codes;

    private final int[] sorted;
    private final int[] weights;
    /** How many codes there are of each length, and then the next code of it. */
    private final int[] lengths;

    private final int[] next;

    HuffmanCode(int symbols, int longest) {
        this.longest = longest;
        this.codes = new int[symbols];
        this.sorted = new int[symbols];
        this.weights = new int[symbols];
        this.lengths = new int[longest + 1];
        this.next = new int[longest + 1];
    }

    /** Makes the code of known lengths, one for each symbol. */
    static HuffmanCode ofLengths(int... lengths) {
        HuffmanCode code = new HuffmanCode(lengths.length, 15);
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            code.codes[symbol] = lengths[symbol] << LENGTH_SHIFT;
            code.lengths[lengths[symbol]]++;
        }
        code.number();
        return code;
    }

    /** Returns the codes as they are written: by symbol the bits, the first one lowest, and their number above 16 bits. */
    int[] codes() {
        return codes;
    }

    int length(int symbol) {
        return codes[symbol] >>> LENGTH_SHIFT;
    }

    /** Returns how many symbols there are up to the last one that occurs, at least as many as are asked for. */
    int used(int least) {
        int used = codes.length;
        while (used > least && codes[used - 1] == 0) {
            used--;
        }
        return used;
    }

    /** Returns how many bits the symbols take that were counted. */
    int bits(int[] counts) {
        int bits = 0;
        for (int symbol = 0; symbol < counts.length; symbol++) {
            bits += counts[symbol] * length(symbol);
        }
        return bits;
    }

    /**
     * Makes the code for symbols that occur so many times.
     *
     * @param counts each less than 2^22
     */
    void make(int[] counts) {
        int used = 0;
        for (int symbol = 0; symbol < codes.length; symbol++) {
            codes[symbol] = 0;
            if (counts[symbol] > 0) {
                sorted[used++] = counts[symbol] << SYMBOL_BITS | symbol;
            }
        }
        // A code of one symbol has no bits; some decoders want two.
        for (int symbol = 0; used < 2; symbol++) {
            if (counts[symbol] == 0) {
                sorted[used++] = symbol;
            }
        }
        Arrays.sort(sorted, 0, used);
        for (int i = 0; i < used; i++) {
            weights[i] = sorted[i] >>> SYMBOL_BITS;
        }
        Arrays.fill(lengths, 0);
        measure(used);
        bound();
        // The rarest symbols get the longest codes.
        int rarest = 0;
        for (int length = longest; length > 0; length--) {
            for (int i = lengths[length]; i > 0; i--) {
                codes[sorted[rarest++] & SYMBOL_MASK] = length << LENGTH_SHIFT;
            }
        }
        number();
    }

    /** Counts how many codes of each length the tree has whose leaves are the weights, at least two of them. */
    private void measure(int leaves) {
        int root = leaves - 1;
        // Each inner node's weight takes the place of a leaf that is in the tree, and later its parent's number does.
        int leaf = 0;
        int inner = 0;
        for (int node = 0; node < root; node++) {
            int weight = 0;
            for (int child = 0; child < 2; child++) {
                if (leaf >= leaves || inner < node && weights[inner] < weights[leaf]) {
                    weight += weights[inner];
                    weights[inner++] = node;
                } else {
                    weight += weights[leaf++];
                }
            }
            weights[node] = weight;
        }
        // From the root down: each node is one deeper than its parent.
        weights[root - 1] = 0;
        for (int node = root - 2; node >= 0; node--) {
            weights[node] = weights[weights[node]] + 1;
        }
        // What a depth has room for and is no inner node, is a leaf.
        int room = 1;
        int depth = 0;
        for (int node = root - 1; room > 0; depth++) {
            int nodes = 0;
            while (node >= 0 && weights[node] == depth) {
                nodes++;
                node--;
            }
            lengths[Math.min(depth, longest)] += room - nodes;
            room = 2 * nodes;
        }
    }

    /** Makes codes longer until those that were too long have room at the longest length. */
    private void bound() {
        int taken = 0;
        for (int length = 1; length <= longest; length++) {
            taken += lengths[length] << longest - length;
        }
        for (; taken > 1 << longest; taken--) {
            int length = longest - 1;
            while (lengths[length] == 0) {
                length--;
            }
            // Two take the place of this one and of one that is as long as can be.
            lengths[longest]--;
            lengths[length]--;
            lengths[length + 1] += 2;
        }
    }

    /** Numbers the codes of each length in the order of their symbols. */
    private void number() {
        int code = 0;
        for (int length = 1; length <= longest; length++) {
            next[length] = code;
            code = code + lengths[length] << 1;
        }
        for (int symbol = 0; symbol < codes.length; symbol++) {
            int length = length(symbol);
            if (length > 0) {
                codes[symbol] |= Integer.reverse(next[length]++) >>> Integer.SIZE - length;
            }
        }
    }
}
