package dev.heddle.websocket;

import dev.heddle.driver.Driver;
import dev.heddle.driver.State;

/**
 * Whether the peer is read: not while extensions have as much to do as they may, nor while the application pauses, which
 * counts only between open and closing. On the loop.
 */
final class Pausing {

    private final WebSocketConnection connection;
    private final Driver driver;
    /** Whether extensions have as much to do as they may. */
    private boolean full;

    Pausing(WebSocketConnection connection) {
        this.connection = connection;
        this.driver = connection.driver;
    }

    /** Stops reading. */
    void pause() {
        if (!connection.life.isClosing()) {
            connection.keepalive.paused(true);
            pauseIfOpen();
        }
    }

    /** Reads again. */
    void resume() {
        connection.keepalive.paused(false);
        read();
    }

    /** Reads, unless extensions have too much to do. */
    void read() {
        if (!full) {
            connection.transport.resumeReading();
        }
    }

    /** Looks how much the extensions have to do. */
    void settle() {
        if (full != driver.wantsRead()) {
            return;
        }
        full = !full;
        connection.keepalive.held(full);
        if (full) {
            connection.transport.pauseReading();
        } else if (!(connection.keepalive.isPaused() && driver.state() == State.OPEN)) {
            connection.transport.resumeReading();
        }
    }

    /** Begins a pause that was asked for. */
    void pauseIfOpen() {
        // Before, there is the handshake to be read.
        if (connection.keepalive.isPaused() && driver.state() == State.OPEN) {
            connection.transport.pauseReading();
        }
    }
}
