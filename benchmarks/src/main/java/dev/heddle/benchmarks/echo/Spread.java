package dev.heddle.benchmarks.echo;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** What the rounds gave for one figure. The median of an even number of them is the mean of the two in the middle. */
record Spread(double least, double median, double greatest, int count) {

    /** Returns empty if there is no figure. */
    static Optional<Spread> of(DoubleStream figures) {
        double[] sorted = figures.toArray();
        if (sorted.length == 0) {
            return Optional.empty();
        }
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return Optional.of(new Spread(sorted[0], median, sorted[sorted.length - 1], sorted.length));
    }
}
