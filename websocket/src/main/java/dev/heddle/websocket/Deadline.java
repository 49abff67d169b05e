package dev.heddle.websocket;

import java.time.Duration;

/** One deadline of a connection: set, moved, or given up; on the loop. */
abstract class Deadline implements Runnable {

    private static final Transport.Timer NONE = () -> {};

    final Transport transport;
    private Transport.Timer timer = NONE;

    Deadline(Transport transport) {
        this.transport = transport;
    }

    /** The deadline has come. */
    abstract void missed();

    /** Sets the deadline anew; zero sets none. */
    final void set(Duration delay) {
        setNanos(delay.toNanos());
    }

    /** Sets the deadline anew; zero sets none. */
    final void setNanos(long delay) {
        clear();
        if (delay != 0) {
            timer = transport.schedule(delay, this);
        }
    }

    final void clear() {
        timer.cancel();
        timer = NONE;
    }

    /** For the transport's timer. */
    @Override
    public final void run() {
        timer = NONE;
        missed();
    }
}
