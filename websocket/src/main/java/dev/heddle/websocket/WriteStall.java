package dev.heddle.websocket;

import java.time.Duration;

/** Finds out whether a congested output still moves: bytes that the network takes count, not time. */
final class WriteStall {

    private final Transport transport;
    private final Duration timeout;
    private final Runnable stalled;
    private final Deadline deadline;
    private boolean watching;
    /** The progress at the last look. */
    private long seen;

    WriteStall(Transport transport, Duration timeout, Runnable stalled) {
        this.transport = transport;
        this.timeout = timeout;
        this.stalled = stalled;
        this.deadline = new Deadline(transport, this::look);
    }

    void watch() {
        if (!watching) {
            watching = true;
            again();
        }
    }

    void stop() {
        watching = false;
        deadline.clear();
    }

    private void look() {
        if (transport.progress() == seen) {
            stalled.run();
        } else {
            again();
        }
    }

    private void again() {
        seen = transport.progress();
        deadline.set(timeout);
    }
}
