package dev.heddle.websocket;

import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long the client of an event stream waits in front of its next request: the reconnection time, and once attempts fail a random
 * time on top, whose bound doubles. Source: HTML §9.2.3, "reestablish the connection".
 */
final class ReconnectDelay {

    private final Duration cap;
    private final SecureRandom random;
    private Duration retry;
    private @Nullable Backoff more;

    /**
     * Starts in front of the first attempt.
     *
     * @param retry the reconnection time, until the stream says another
     * @param cap the most that both come to; the reconnection time holds in any case
     */
    ReconnectDelay(Duration retry, Duration cap, SecureRandom random) {
        this.retry = retry;
        this.cap = cap;
        this.random = random;
    }

    /** Sets the reconnection time. */
    void retry(Duration time) {
        retry = time;
        more = null;
    }

    /** Returns how long to wait when a stream that was open is lost. */
    Duration afterLoss() {
        more = null;
        return retry;
    }

    /** Returns how long to wait when an attempt to open one failed. */
    Duration afterFailure() {
        Duration room = cap.minus(retry);
        if (room.isNegative() || room.isZero()) {
            return retry;
        }
        if (more == null) {
            more = new Backoff(retry.compareTo(room) < 0 ? retry : room, room, random);
        }
        return retry.plusNanos(more.nextNanos());
    }
}
