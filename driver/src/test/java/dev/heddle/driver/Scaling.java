package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntConsumer;

/** Shows that the cost of something is linear, robustly: the fastest of several runs, and a generous bound. */
final class Scaling {

    private static final int RUNS = 7;
    private static final int FACTOR = 4;
    /** Linear would be 4, quadratic 16. */
    private static final double MOST = 9;
    /** Below this many nanoseconds a measurement says nothing, and nothing is wrong either. */
    private static final long FLOOR = 2_000_000;

    private Scaling() {}

    /** Runs the work for a size and for four times as much. */
    static void assertLinear(IntConsumer work, int size) {
        long once = Long.MAX_VALUE;
        long more = Long.MAX_VALUE;
        for (int i = 0; i < RUNS; i++) {
            once = Math.min(once, time(work, size));
            more = Math.min(more, time(work, FACTOR * size));
        }
        assertThat((double) more / Math.max(once, FLOOR))
                .as("time for %d and for %d times as much", size, FACTOR)
                .isLessThan(MOST);
    }

    private static long time(IntConsumer work, int size) {
        long start = CpuTime.nanos();
        work.accept(size);
        return CpuTime.nanos() - start;
    }
}
