package dev.heddle.websocket;

import java.time.Duration;

/** Finds out whether a congested output still moves: bytes that the network takes count, not time. */
abstract class WriteStall extends Deadline {

    private final Duration timeout;
    private boolean watching;
    /** The progress at the last look. */
    private long seen;

    WriteStall(Transport transport, Duration timeout) {
        super(transport);
        this.timeout = timeout;
    }

    /** Ends the connection, and says why. */
    abstract void stalled(String why);

    final void watch() {
        if (!watching) {
            watching = true;
            again();
        }
    }

    final void stop() {
        if (watching) {
            watching = false;
            clear();
        }
    }

    @Override
    final void missed() {
        if (transport.progress() == seen) {
            stalled("Nothing could be written for " + timeout + " (writeStallTimeout)");
        } else {
            again();
        }
    }

    private void again() {
        seen = transport.progress();
        set(timeout);
    }
}
