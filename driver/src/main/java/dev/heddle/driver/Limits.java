package dev.heddle.driver;

/**
 * How much of a peer a driver bears; every limit is finite. An immutable value: start from {@link #defaults()}, and each
 * {@code with…} method returns a changed copy.
 *
 * @param maxLength the most bytes of one message, all fragments together, 0 to 2^31 − 1; by default 2^26 − 1
 * @param maxFragments the most frames of one message, empty ones included, at least 1; by default 131,072
 * @param maxStartLine the most bytes of a request or status line, at least 1; by default 8 KiB
 * @param maxFieldLine the most bytes of one header line, at least 1; by default 8 KiB
 * @param maxHead the most bytes of a head, start line and line ends included, at least 1; by default 32 KiB
 * @param maxFieldLines the most header lines as received, repeated names included, at least 1; by default 100
 * @param maxEarlyBytes the most bytes that a server holds before the handshake is accepted; by default 64 KiB
 * @param maxPendingPings the most pings whose callback waits for a pong, at least 1; by default 1,000
 * @param maxPendingMessages the most received messages inside asynchronous extensions, at least 1; with so many, or with
 *     more bytes of them than {@code maxLength}, nothing more is parsed; by default 64
 */
public record Limits(
        int maxLength,
        int maxFragments,
        int maxStartLine,
        int maxFieldLine,
        int maxHead,
        int maxFieldLines,
        int maxEarlyBytes,
        int maxPendingPings,
        int maxPendingMessages) {

    private static final Limits DEFAULTS =
            new Limits((1 << 26) - 1, 131_072, 8 * 1024, 8 * 1024, 32 * 1024, 100, 64 * 1024, 1_000, 64);

    /** Checks the ranges. */
    public Limits {
        atLeast(0, "maxLength", maxLength);
        atLeast(1, "maxFragments", maxFragments);
        atLeast(1, "maxStartLine", maxStartLine);
        atLeast(1, "maxFieldLine", maxFieldLine);
        atLeast(1, "maxHead", maxHead);
        atLeast(1, "maxFieldLines", maxFieldLines);
        atLeast(0, "maxEarlyBytes", maxEarlyBytes);
        atLeast(1, "maxPendingPings", maxPendingPings);
        atLeast(1, "maxPendingMessages", maxPendingMessages);
    }

    /** Returns the limits that hold when nothing else is asked for. */
    public static Limits defaults() {
        return DEFAULTS;
    }

    /** Returns these limits with another bound on a message's bytes. */
    public Limits withMaxLength(int bytes) {
        return new Limits(
                bytes,
                maxFragments,
                maxStartLine,
                maxFieldLine,
                maxHead,
                maxFieldLines,
                maxEarlyBytes,
                maxPendingPings,
                maxPendingMessages);
    }

    /** Returns these limits with another bound on a message's frames. */
    public Limits withMaxFragments(int frames) {
        return new Limits(
                maxLength,
                frames,
                maxStartLine,
                maxFieldLine,
                maxHead,
                maxFieldLines,
                maxEarlyBytes,
                maxPendingPings,
                maxPendingMessages);
    }

    /** Returns these limits with other bounds on an HTTP head: start line, one field line and all in bytes; lines. */
    public Limits withHead(int startLine, int fieldLine, int head, int fieldLines) {
        return new Limits(
                maxLength,
                maxFragments,
                startLine,
                fieldLine,
                head,
                fieldLines,
                maxEarlyBytes,
                maxPendingPings,
                maxPendingMessages);
    }

    /** Returns these limits with another bound on the bytes held before the handshake is accepted. */
    public Limits withMaxEarlyBytes(int bytes) {
        return new Limits(
                maxLength,
                maxFragments,
                maxStartLine,
                maxFieldLine,
                maxHead,
                maxFieldLines,
                bytes,
                maxPendingPings,
                maxPendingMessages);
    }

    /** Returns these limits with another bound on the pings that wait for their pong. */
    public Limits withMaxPendingPings(int pings) {
        return new Limits(
                maxLength,
                maxFragments,
                maxStartLine,
                maxFieldLine,
                maxHead,
                maxFieldLines,
                maxEarlyBytes,
                pings,
                maxPendingMessages);
    }

    /** Returns these limits with another bound on the messages inside asynchronous extensions. */
    public Limits withMaxPendingMessages(int messages) {
        return new Limits(
                maxLength,
                maxFragments,
                maxStartLine,
                maxFieldLine,
                maxHead,
                maxFieldLines,
                maxEarlyBytes,
                maxPendingPings,
                messages);
    }

    private static void atLeast(int least, String name, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
        }
    }
}
