package dev.heddle.eventsource;

/**
 * How much of a stream is held at once, in bytes.
 *
 * @param maxLine of one line, without its end
 * @param maxEvent of all data of one event, its line ends included
 */
public record EventStreamLimits(int maxLine, int maxEvent) {

    private static final EventStreamLimits DEFAULTS = new EventStreamLimits(64 * 1024, 1024 * 1024);

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public EventStreamLimits {
        check("maxLine", maxLine);
        check("maxEvent", maxEvent);
    }

    /** Returns 64 KiB for a line, 1 MiB for an event. */
    public static EventStreamLimits defaults() {
        return DEFAULTS;
    }

    private static void check(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1 byte, not " + value);
        }
    }
}
