package dev.heddle.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No header that a peer fills makes the negotiation slow: four times as much takes about four times as long. */
@Tag("SEC-18")
@Tag("WS-122")
class Sec18LinearOffersTest {

    private static final int RUNS = 7;
    /** Four times as much is 50,000 repetitions. */
    private static final int SIZE = 12_500;

    private static final int FACTOR = 4;
    /** Linear would be 4, quadratic 16. */
    private static final double MOST = 9;
    /** Below this many nanoseconds a measurement says nothing, and nothing is wrong either. */
    private static final long FLOOR = 2_000_000;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "'a; b=\"'| '\\c'| ''",
                "'a; b=\"'| '\\'| ''",
                "'a; b=\"'| 'c'| '\"'",
                "'a; b=\"'| '\\c'| '\"'",
                "'a'| ' '| 'x'",
                "'a; b'| '\t '| 'x'",
                "'a'| ';'| ''",
                "'a'| '; b'| '; c=1'",
                "'a'| '; b=1'| 'x y'",
                "''| ','| 'a'",
                "''| ' ,'| 'a'",
                "''| 'a,'| 'a'",
                "''| 'a; b=\"c\" ,'| 'a'",
                "''| 'a'| ''",
                "''| 'x,'| 'a'"
            })
    void negotiationTakesLinearTime(String start, String repeated, String end) {
        long once = Long.MAX_VALUE;
        long more = Long.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            once = Math.min(once, time(start + repeated.repeat(SIZE) + end));
            more = Math.min(more, time(start + repeated.repeat(FACTOR * SIZE) + end));
        }
        assertThat((double) more / Math.max(once, FLOOR))
                .as("time for %d and for %d times as much", SIZE, FACTOR)
                .isLessThan(MOST);
    }

    @Test
    void differentNamesOfOneHashTakeLinearTime() {
        // "Aa" and "BB" have the same hash, and so has every word of these.
        long once = Long.MAX_VALUE;
        long more = Long.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            once = Math.min(once, time(words(11)));
            more = Math.min(more, time(words(13)));
        }
        assertThat((double) more / Math.max(once, FLOOR)).isLessThan(MOST);
    }

    private static String words(int bits) {
        StringBuilder header = new StringBuilder("a");
        for (int word = 0; word < 1 << bits; word++) {
            header.append(", ");
            for (int bit = 0; bit < bits; bit++) {
                header.append((word >> bit & 1) == 0 ? "Aa" : "BB");
            }
        }
        return header.toString();
    }

    /** Has a server answer and a client take the header. */
    private static long time(String header) {
        long start = Measured.nanos();
        Extensions server = extensions();
        Extensions client = extensions();
        try {
            client.generateOffer();
            server.generateResponse(header);
            client.activate(header);
        } catch (ExtensionException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
        return Measured.nanos() - start;
    }

    private static Extensions extensions() {
        Extensions extensions = new Extensions(new SessionLimits(1000), Runnable::run);
        for (String name : List.of("a", "b", "c")) {
            extensions.add(new Toy(name));
        }
        return extensions;
    }
}
