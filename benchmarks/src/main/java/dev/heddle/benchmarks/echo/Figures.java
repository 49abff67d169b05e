package dev.heddle.benchmarks.echo;

import java.util.Locale;
import java.util.function.DoubleFunction;

/** Numbers for people. */
final class Figures {

    private Figures() {}

    /** Returns a number with about three digits that count. */
    static String three(double value) {
        String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }

    /** Returns a whole number with commas. */
    static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    /** Returns a number of bytes that is a round one: {@code 16 KiB}. */
    static String size(int bytes) {
        if (bytes >= Cells.MIB && bytes % Cells.MIB == 0) {
            return bytes / Cells.MIB + " MiB";
        }
        return bytes >= Cells.KIB && bytes % Cells.KIB == 0 ? bytes / Cells.KIB + " KiB" : bytes + " B";
    }

    /** Returns the median, with the least and the greatest behind it where there is more than one. */
    static String range(Spread spread) {
        return range(spread, Figures::three);
    }

    /** Returns the same with so many digits behind the point. */
    static String range(Spread spread, int digits) {
        return range(spread, value -> String.format(Locale.ROOT, "%." + digits + "f", value));
    }

    private static String range(Spread spread, DoubleFunction<String> shown) {
        String median = shown.apply(spread.median());
        return spread.count() == 1
                ? median
                : median + " (" + shown.apply(spread.least()) + "–" + shown.apply(spread.greatest()) + ")";
    }
}
