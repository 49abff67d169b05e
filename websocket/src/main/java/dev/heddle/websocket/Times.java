package dev.heddle.websocket;

import java.time.Duration;

/** The times that options may have. */
final class Times {

    /** About what fits a timer's nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Times() {}

    /**
     * Returns a time that a timer can be set to.
     *
     * @param name of the option
     * @throws IllegalArgumentException if it is negative or more than 100 years
     */
    static Duration checked(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative, but is " + value);
        }
        if (value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    name + " must be at most " + LONGEST + ", or zero for never, but is " + value);
        }
        return value;
    }
}
