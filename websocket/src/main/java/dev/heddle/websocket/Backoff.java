package dev.heddle.websocket;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait in front of the next of several attempts: any time up to a bound that doubles with each, to a cap ("full
 * jitter"), so that those who lost the same server do not come back to it together. Source: RFC 6455 §7.2.3.
 */
final class Backoff {

    private final long first;
    private final long cap;
    private final RandomGenerator random;
    /** The next bound, in ns. */
    private long bound;

    /**
     * Starts in front of the first attempt.
     *
     * @param first the bound of the first wait, more than zero
     * @param cap the bound of all, not less
     */
    Backoff(Duration first, Duration cap, RandomGenerator random) {
        this.first = first.toNanos();
        this.cap = cap.toNanos();
        this.random = random;
        this.bound = this.first;
        if (this.first < 1 || this.cap < this.first) {
            throw new IllegalArgumentException(
                    "Backoff must be 0 < first <= cap, not first " + first + " and cap " + cap);
        }
    }

    /** Returns how long to wait, in ns, and doubles the bound. */
    long nextNanos() {
        long most = bound;
        bound = most > cap / 2 ? cap : 2 * most;
        return random.nextLong(most) + 1;
    }

    /** Begins again, as after an attempt that went well. */
    void reset() {
        bound = first;
    }
}
