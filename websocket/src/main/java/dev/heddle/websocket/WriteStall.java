package dev.heddle.websocket;

import java.time.Duration;

/** Finds out whether a congested output still moves: bytes that the network takes count, not time. */
final class WriteStall extends Deadline {

    private final WebSocketConnection connection;
    private boolean watching;
    /** The progress at the last look. */
    private long seen;

    WriteStall(WebSocketConnection connection) {
        super(connection.transport);
        this.connection = connection;
    }

    void watch() {
        if (!watching) {
            watching = true;
            again();
        }
    }

    void stop() {
        if (watching) {
            watching = false;
            clear();
        }
    }

    @Override
    void missed() {
        if (transport.progress() == seen) {
            connection.failing().lost("Nothing could be written for " + timeout() + " (writeStallTimeout)");
        } else {
            again();
        }
    }

    private void again() {
        seen = transport.progress();
        set(timeout());
    }

    private Duration timeout() {
        return connection.options.writeStallTimeout();
    }
}
