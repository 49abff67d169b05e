package dev.heddle.conformance.architecture.canary;

import java.io.PrintWriter;
import java.util.Formatter;
import java.util.function.UnaryOperator;

/** Code whose text depends on the locale: each method in another way. */
@SuppressWarnings("StringCaseLocaleUsage")
public class LocalText {

    String toLowerCase() {
        return "A".toLowerCase();
    }

    String toUpperCase() {
        return "a".toUpperCase();
    }

    String format(int number) {
        return String.format("%d", number);
    }

    String formatted(int number) {
        return "%d".formatted(number);
    }

    UnaryOperator<String> methodReference() {
        return String::toLowerCase;
    }

    void printStream(int number) {
        System.out.printf("%d", number);
    }

    void printWriter(PrintWriter writer, int number) {
        writer.printf("%d", number);
    }

    void formatter(Formatter formatter, int number) {
        formatter.format("%d", number);
    }
}
