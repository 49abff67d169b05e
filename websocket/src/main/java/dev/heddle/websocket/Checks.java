package dev.heddle.websocket;

import java.time.Duration;

/** What options may be set to. */
final class Checks {

    /** About what fits a timer's nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Checks() {}

    /**
     * Returns a time that a timer can be set to.
     *
     * @param name of the option
     * @throws IllegalArgumentException if it is negative or more than 100 years
     */
    static Duration time(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative, but is " + value);
        }
        if (value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    name + " must be at most " + LONGEST + ", or zero for never, but is " + value);
        }
        return value;
    }

    /** Checks the numbers of unsent bytes between which a sender waits. */
    static void watermarks(int low, int high) {
        if (low < 1 || high < low) {
            throw new IllegalArgumentException(
                    "Watermarks must be 1 <= low <= high, not low " + low + " and high " + high);
        }
    }

    /** Checks how many bytes a peer has to take in a time. */
    static void minWriteRate(long bytes, Duration time) {
        if (bytes < 0) {
            throw new IllegalArgumentException("minWriteRate must be at least 0 bytes, not " + bytes);
        }
        if (time.isZero()) {
            throw new IllegalArgumentException("The time of minWriteRate must not be zero");
        }
        time("The time of minWriteRate", time);
    }

    /** Returns how many bytes may wait, if it is any. */
    static long maxBufferedAmount(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("maxBufferedAmount must be at least 1 byte, not " + bytes);
        }
        return bytes;
    }

    /** Returns a path, if it is one. */
    static String path(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("Path must begin with a slash: " + path);
        }
        if (path.contains("?") || path.contains("#")) {
            throw new IllegalArgumentException("Path must have no query and no fragment: " + path);
        }
        return path;
    }
}
