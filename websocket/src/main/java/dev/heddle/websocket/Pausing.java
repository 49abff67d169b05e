package dev.heddle.websocket;

import dev.heddle.driver.Driver;
import dev.heddle.driver.State;

/**
 * Whether the peer is read: not while extensions have as much to do as they may, nor while the application pauses, which
 * counts only between open and closing.
 */
final class Pausing {

    private final Transport transport;
    private final Driver driver;
    private final Life life;
    private final Keepalive keepalive;
    private final OutsideQueue outside;
    /** Whether extensions have as much to do as they may. */
    private boolean full;

    Pausing(Transport transport, Driver driver, Life life, Keepalive keepalive, OutsideQueue outside) {
        this.transport = transport;
        this.driver = driver;
        this.life = life;
        this.keepalive = keepalive;
        this.outside = outside;
    }

    /** Stops reading; any thread. */
    void pause() {
        outside.run(() -> {
            if (!life.isClosing()) {
                keepalive.paused(true);
                pauseIfOpen();
            }
        });
    }

    /** Reads again; any thread. */
    void resume() {
        outside.run(() -> {
            keepalive.paused(false);
            read();
        });
    }

    /** Reads, unless extensions have too much to do; on the loop. */
    void read() {
        if (!full) {
            transport.resumeReading();
        }
    }

    /** Looks how much the extensions have to do; on the loop. */
    void settle() {
        if (full != driver.wantsRead()) {
            return;
        }
        full = !full;
        keepalive.held(full);
        if (full) {
            transport.pauseReading();
        } else if (!(keepalive.isPaused() && driver.state() == State.OPEN)) {
            transport.resumeReading();
        }
    }

    /** Begins a pause that was asked for, on the loop. */
    void pauseIfOpen() {
        // Before, there is the handshake to be read.
        if (keepalive.isPaused() && driver.state() == State.OPEN) {
            transport.pauseReading();
        }
    }
}
