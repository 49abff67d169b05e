package dev.heddle.websocket;

import java.time.Duration;
import java.time.InstantSource;

/** How long to wait in front of the next attempt: what the server asked for, and a random time on top. */
final class Delays {

    private final Backoff backoff;
    private final Duration maxRetryAfter;
    private final InstantSource clock;

    Delays(Backoff backoff, Duration maxRetryAfter, InstantSource clock) {
        this.backoff = backoff;
        this.maxRetryAfter = maxRetryAfter;
        this.clock = clock;
    }

    /** Returns how long to wait after this end, in ns. */
    long nextNanos(CloseEvent end) {
        return wished(end).toNanos() + backoff.nextNanos();
    }

    private Duration wished(CloseEvent end) {
        if (!(end.cause() instanceof HandshakeException answer)) {
            return Duration.ZERO;
        }
        Duration wished = RetryAfter.of(answer.headers(), clock.instant());
        return wished.compareTo(maxRetryAfter) > 0 ? maxRetryAfter : wished;
    }

    /** Begins again, as a connection has proved to be stable. */
    void reset() {
        backoff.reset();
    }
}
