package dev.heddle.driver;

/** Measures how the cost of something grows, robustly: the fastest of several runs, and a generous bound. */
final class Scaling {

    /** What twice the work may cost at most if the cost is linear; quadratic would be 4. */
    static final double LINEAR = 3.2;

    private static final int RUNS = 7;

    private Scaling() {}

    /** Returns the nanoseconds of the fastest of several runs. */
    static long fastest(Runnable work) {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < RUNS; i++) {
            long start = System.nanoTime();
            work.run();
            fastest = Math.min(fastest, System.nanoTime() - start);
        }
        // Below a millisecond a measurement says nothing, and nothing is wrong either.
        return Math.max(fastest, 1_000_000);
    }
}
