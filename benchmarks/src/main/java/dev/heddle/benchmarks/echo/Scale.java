package dev.heddle.benchmarks.echo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/** From values to places along an axis, 0 to 1. */
final class Scale {

    private static final double[] STEPS = {1, 2, 5};

    private final double start;
    private final double end;
    private final boolean isLogarithmic;
    private final List<Double> ticks;
    private final DoubleFunction<String> labels;

    private Scale(double start, double end, boolean isLogarithmic, List<Double> ticks, DoubleFunction<String> labels) {
        this.start = start;
        this.end = end;
        this.isLogarithmic = isLogarithmic;
        this.ticks = List.copyOf(ticks);
        this.labels = labels;
    }

    /** Each tick is twice, two and a half times or twice the one before it: 1, 2, 5, 10, … times the start. */
    static Scale logarithmic(double start, double greatest, DoubleFunction<String> labels) {
        List<Double> ticks = new ArrayList<>();
        for (double decade = start; decade <= greatest; decade *= 10) {
            for (double step : STEPS) {
                if (decade * step <= greatest) {
                    ticks.add(decade * step);
                }
            }
        }
        return new Scale(start, Math.max(greatest, start * 2), true, ticks, labels);
    }

    /** From 0, with three to six ticks. */
    static Scale linear(double greatest, DoubleFunction<String> labels) {
        double decade = Math.pow(10, Math.floor(Math.log10(greatest)));
        double step = greatest / decade >= 5 ? decade * 2 : greatest / decade >= 2.5 ? decade : decade / 2;
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i * step <= greatest; i++) {
            ticks.add(i * step);
        }
        return new Scale(0, greatest, false, ticks, labels);
    }

    double start() {
        return start;
    }

    List<Double> ticks() {
        return ticks;
    }

    String label(double value) {
        return labels.apply(value);
    }

    /** What is below the start is at the start. */
    double position(double value) {
        double place =
                isLogarithmic ? Math.log(value / start) / Math.log(end / start) : (value - start) / (end - start);
        return Math.max(0, place);
    }
}
