package dev.heddle.websocket;

import java.time.Duration;

/** One deadline of a connection: set, moved, or given up; on the loop. */
final class Deadline {

    private static final Transport.Timer NONE = () -> {};

    private final Transport transport;
    private final Runnable missed;
    private Transport.Timer timer = NONE;

    Deadline(Transport transport, Runnable missed) {
        this.transport = transport;
        this.missed = missed;
    }

    /** Sets the deadline anew; zero sets none. */
    void set(Duration delay) {
        clear();
        if (!delay.isZero()) {
            timer = transport.schedule(delay.toNanos(), missed);
        }
    }

    void clear() {
        timer.cancel();
        timer = NONE;
    }
}
