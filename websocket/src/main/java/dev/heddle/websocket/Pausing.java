package dev.heddle.websocket;

import dev.heddle.driver.Driver;
import dev.heddle.driver.State;

/** Whether the peer is read: not while the application pauses, but in any case before open and while closing. */
final class Pausing {

    private final Transport transport;
    private final Driver driver;
    private final Life life;
    private final Keepalive keepalive;
    private final OutsideQueue outside;

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
            transport.resumeReading();
        });
    }

    /** Begins a pause that was asked for, on the loop. */
    void pauseIfOpen() {
        // Before, there is the handshake to be read.
        if (keepalive.isPaused() && driver.state() == State.OPEN) {
            transport.pauseReading();
        }
    }
}
