package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs each line of {@code vectors.txt} with its bytes whole, one by one, and cut in two at each place, from each kind of
 * memory: what the driver says must not depend on any of that.
 */
class VectorTest {

    /** Above this, not every cut is tried but one in so many that about as many remain. */
    private static final int MOST_CUTS = 400;

    @TestFactory
    @Tag("WS-104")
    Stream<DynamicTest> resultDoesNotDependOnHowBytesAreCut() throws IOException {
        return Vector.all().stream().map(vector -> DynamicTest.dynamicTest(vector.toString(), () -> run(vector)));
    }

    @Test
    void vectorFileIsNotEmpty() throws IOException {
        assertThat(Vector.all()).hasSizeGreaterThan(200);
    }

    private static void run(Vector vector) {
        int size = vector.steps().stream()
                .filter(step -> step.bytes() != null)
                .mapToInt(step -> step.bytes().length)
                .sum();
        int stride = Math.max(1, size / MOST_CUTS);
        for (Memory memory : Memory.values()) {
            // A cut at 0 is none.
            for (int cut = 0; cut < Math.max(1, size); cut += stride) {
                assertThat(logOf(vector, memory, cut))
                        .as("%s cut at %d", memory, cut)
                        .isEqualTo(vector.expected());
            }
            assertThat(logOf(vector, memory, -1)).as("%s byte by byte", memory).isEqualTo(vector.expected());
        }
    }

    /** Runs a vector with its bytes cut in two, or byte by byte if the cut is at −1. */
    private static List<String> logOf(Vector vector, Memory memory, int cut) {
        DriverTester tester = vector.open();
        int before = 0;
        for (Vector.Step step : vector.steps()) {
            byte[] bytes = step.bytes();
            if (bytes == null) {
                step.issue(tester.driver);
                continue;
            }
            int here = cut - before;
            if (cut == -1) {
                for (int i = 0; i < bytes.length; i++) {
                    tester.feed(memory.copy(bytes, i, i + 1));
                }
            } else if (here > 0 && here < bytes.length) {
                tester.feed(memory.copy(bytes, 0, here));
                tester.feed(memory.copy(bytes, here, bytes.length));
            } else {
                tester.feed(memory.copy(bytes));
            }
            before += bytes.length;
        }
        assertThat(tester.driver.pendingBytes()).isZero();
        return tester.log();
    }
}
