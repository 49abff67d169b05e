package dev.heddle.websocket;

import java.time.Duration;

/**
 * The time by which a connection that closes is broken off. It is for a peer that does nothing: one that still takes what
 * was sent to it before gets the time anew.
 */
final class CloseDeadline extends Deadline {

    private final Failing failing;
    /** What the peer has at each look; zero while none is set. */
    private Duration timeout = Duration.ZERO;
    /** Whether bytes that are taken give more time. */
    private boolean patient;
    /** The progress when the time began. */
    private long seen;

    CloseDeadline(Transport transport, Failing failing) {
        super(transport);
        this.failing = failing;
    }

    /** Gives the peer a time without progress, if it has none yet. */
    void waitForProgress(Duration time) {
        if (timeout.isZero()) {
            patient = true;
            give(time);
        }
    }

    /** Gives the peer a time, whatever it does. */
    void waitFor(Duration time) {
        patient = false;
        give(time);
    }

    private void give(Duration time) {
        timeout = time;
        seen = transport.progress();
        set(time);
    }

    @Override
    void missed() {
        if (patient && transport.pendingBytes() > 0 && transport.progress() > seen) {
            give(timeout);
        } else {
            failing.closingTookTooLong(timeout);
        }
    }
}
