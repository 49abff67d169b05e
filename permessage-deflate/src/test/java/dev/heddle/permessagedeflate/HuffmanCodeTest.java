package dev.heddle.permessagedeflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Codes are as short as they can be, no longer than allowed, and none begins another. Source: RFC 1951 §3.2.2. */
class HuffmanCodeTest {

    /** Returns how many bits Huffman's own way takes, with a heap. */
    private static long least(int[] counts) {
        PriorityQueue<Long> trees = new PriorityQueue<>();
        for (int count : counts) {
            if (count > 0) {
                trees.add((long) count);
            }
        }
        long bits = 0;
        while (trees.size() > 1) {
            long joined = trees.remove() + trees.remove();
            bits += joined;
            trees.add(joined);
        }
        return bits;
    }

    private static void assertIsPrefixCode(HuffmanCode code, int symbols, int longest) {
        long taken = 0;
        for (int symbol = 0; symbol < symbols; symbol++) {
            int length = code.length(symbol);
            assertThat(length).isLessThanOrEqualTo(longest);
            taken += length == 0 ? 0 : 1L << longest - length;
            for (int other = 0; other < symbol; other++) {
                int shared = Math.min(length, code.length(other));
                int mask = (1 << shared) - 1;
                assertThat(shared > 0 && ((code.codes()[symbol] ^ code.codes()[other]) & mask) == 0)
                        .as("%d begins like %d", symbol, other)
                        .isFalse();
            }
        }
        // Complete, as some decoders ask for.
        assertThat(taken).isEqualTo(1L << longest);
    }

    @Test
    void codeIsAsShortAsCanBe() {
        Random random = new Random(50);
        HuffmanCode code = new HuffmanCode(60, 15);
        for (int round = 0; round < 500; round++) {
            int[] counts = new int[60];
            int used = 2 + random.nextInt(58);
            for (int i = 0; i < used; i++) {
                counts[random.nextInt(60)] += 1 + random.nextInt(1 + round);
            }
            code.make(counts);
            assertIsPrefixCode(code, 60, 15);
            if (least(counts) > 0) {
                assertThat((long) code.bits(counts))
                        .as("seed 50, round %d", round)
                        .isEqualTo(least(counts));
            }
        }
    }

    @Test
    void noCodeIsLongerThanAllowed() {
        // Counts like Fibonacci's numbers make the deepest tree.
        for (int longest : new int[] {7, 15}) {
            int[] counts = new int[19];
            counts[0] = 1;
            counts[1] = 1;
            for (int i = 2; i < counts.length; i++) {
                counts[i] = counts[i - 1] + counts[i - 2];
            }
            HuffmanCode code = new HuffmanCode(counts.length, longest);
            code.make(counts);
            assertIsPrefixCode(code, counts.length, longest);
        }
    }

    @Test
    void fewerThanTwoSymbolsGetTwoCodes() {
        for (int only = -1; only < 5; only++) {
            int[] counts = new int[5];
            if (only >= 0) {
                counts[only] = 3;
            }
            HuffmanCode code = new HuffmanCode(5, 15);
            code.make(counts);
            assertIsPrefixCode(code, 5, 15);
            assertThat(only < 0 || code.length(only) == 1).isTrue();
        }
    }
}
