package dev.heddle.benchmarks.echo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Says which step runs and how long it will all take; on a terminal, in one line that is written over. */
final class Progress {

    private static final int WIDTH = 110;

    private final PrintStream out;
    private final boolean terminal;
    private final LongSupplier nanos;
    private final int steps;
    private double weight;
    private final long start;
    private int step;
    private double done;
    private double current;

    /**
     * @param steps how often {@link #step} will be called
     * @param weight the sum of what it will be told
     */
    Progress(PrintStream out, boolean terminal, LongSupplier nanos, int steps, double weight) {
        this.out = out;
        this.terminal = terminal;
        this.nanos = nanos;
        this.steps = steps;
        this.weight = weight;
        this.start = nanos.getAsLong();
    }

    /**
     * Says that a step begins and so the one before it is done.
     *
     * @param expected about how long it takes, in seconds
     */
    void step(String what, double expected) {
        done += current;
        current = expected;
        step++;
        say(String.format(Locale.ROOT, "%4d/%d  %s left  %s", step, steps, left(), what));
    }

    /** Leaves out a step that was counted. */
    void skip(double expected) {
        weight -= expected;
        step++;
    }

    /** Says something that is to stay. */
    void note(String message) {
        if (terminal) {
            out.print("\r" + " ".repeat(WIDTH) + "\r");
        }
        out.println(message);
        out.flush();
    }

    /** What the steps took, against what was expected of them, tells about those to come. */
    private String left() {
        double elapsed = (nanos.getAsLong() - start) / 1e9;
        double pace = done == 0 ? 1 : elapsed / done;
        Duration left = Duration.ofSeconds(Math.round(Math.max(0, weight - done) * pace));
        return left.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d h  ", left.toHours(), left.toMinutesPart())
                : String.format(Locale.ROOT, "%d:%02d min", left.toMinutes(), left.toSecondsPart());
    }

    private void say(String line) {
        if (terminal) {
            out.printf("\r%-" + WIDTH + "." + WIDTH + "s", line);
        } else {
            out.println(line);
        }
        out.flush();
    }
}
