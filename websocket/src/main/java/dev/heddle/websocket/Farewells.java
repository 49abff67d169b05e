package dev.heddle.websocket;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * For the adapter of a server: which connection is told when that its server stops. One after the other at equal distances over at
 * most the first half of the time, so that their clients do not all come back at once, and the others still have time to answer. Few
 * are told in an instant. For one thread at a time; the clock is somebody else's.
 */
public final class Farewells {

    /** What {@link #tell} returns when all are told. */
    public static final long DONE = -1;

    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

    private final Queue<Runnable> waiting;
    private final long pause;
    private long told;

    /**
     * Plans them.
     *
     * @param farewells what tells each connection
     * @param time until the last one has to be gone
     */
    public Farewells(Collection<? extends Runnable> farewells, Duration time) {
        waiting = new ArrayDeque<>(farewells);
        pause = Math.max(0, Math.min(LONGEST_PAUSE, nanos(time) / 2 / Math.max(1, farewells.size())));
    }

    /** Returns a deadline in nanoseconds, at most a hundred years: what is longer does not fit into a timer. */
    public static long nanos(Duration time) {
        if (time.isNegative()) {
            return 0;
        }
        return (time.compareTo(LONGEST) > 0 ? LONGEST : time).toNanos();
    }

    /**
     * Tells those whose turn has come.
     *
     * @param elapsed nanoseconds since the first call
     * @return nanoseconds from now to the next one's turn, or {@link #DONE}
     */
    public long tell(long elapsed) {
        while (!waiting.isEmpty() && told * pause <= elapsed) {
            told++;
            waiting.remove().run();
        }
        return waiting.isEmpty() ? DONE : told * pause - elapsed;
    }
}
