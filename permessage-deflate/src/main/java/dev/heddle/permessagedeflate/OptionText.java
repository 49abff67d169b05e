package dev.heddle.permessagedeflate;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Options as text. */
final class OptionText {

    private static final String NAMES = "level, strategy, noContextTakeover, maxWindowBits, requestNoContextTakeover,"
            + " requestMaxWindowBits, threshold, maxIdleCodecs";

    private OptionText() {}

    static PermessageDeflate.Builder set(PermessageDeflate.Builder builder, String option, @Nullable String value) {
        return switch (option) {
            case "level" -> builder.level(number(option, value));
            case "strategy" -> builder.strategy(strategy(option, value));
            case "noContextTakeover" -> builder.noContextTakeover(flag(option, value));
            case "maxWindowBits" -> builder.maxWindowBits(number(option, value));
            case "requestNoContextTakeover" -> builder.requestNoContextTakeover(flag(option, value));
            case "requestMaxWindowBits" -> builder.requestMaxWindowBits(number(option, value));
            case "threshold" -> builder.threshold(number(option, value));
            case "maxIdleCodecs" -> builder.maxIdleCodecs(number(option, value));
            case "memLevel" ->
                throw new IllegalArgumentException(
                        "memLevel can not be set: what a compressor holds follows what it compresses");
            default -> throw new IllegalArgumentException("No such option: " + option + "; there are " + NAMES);
        };
    }

    static PermessageDeflate.Builder setAll(PermessageDeflate.Builder builder, String options) {
        for (int start = 0; start < options.length(); ) {
            int end = options.indexOf(';', start);
            String option = options.substring(start, end < 0 ? options.length() : end);
            if (!option.isBlank()) {
                int equals = option.indexOf('=');
                String name = equals < 0 ? option : option.substring(0, equals);
                builder.set(
                        name.strip(),
                        equals < 0 ? null : option.substring(equals + 1).strip());
            }
            start = end < 0 ? options.length() : end + 1;
        }
        return builder;
    }

    private static int number(String option, @Nullable String value) {
        try {
            return Integer.parseInt(given(option, value));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " must be a whole number, not " + value, e);
        }
    }

    private static boolean flag(String option, @Nullable String value) {
        if (value == null || value.equals("true")) {
            return true;
        }
        if (value.equals("false")) {
            return false;
        }
        throw new IllegalArgumentException(option + " must be true or false, not " + value);
    }

    private static Strategy strategy(String option, @Nullable String value) {
        String text = given(option, value);
        return Arrays.stream(Strategy.values())
                .filter(strategy -> strategy.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(option + " must be "
                        + Arrays.stream(Strategy.values()).map(Strategy::text).collect(Collectors.joining(" or "))
                        + ", not " + text));
    }

    private static String given(String option, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException(option + " must have a value");
        }
        return value;
    }
}
