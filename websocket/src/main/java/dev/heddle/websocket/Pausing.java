package dev.heddle.websocket;

import dev.heddle.driver.Driver;

/**
 * Whether the peer's frames are wanted: not while the application pauses, nor when as many messages have come as it asked for,
 * which both count between open and closing; nor while extensions have as much to do as they may. On the loop.
 */
final class Pausing {

    private final WebSocketConnection connection;
    private final Driver driver;

    /** Whether the application pauses. */
    private boolean paused;
    /** Whether messages come as they are asked for. */
    private boolean counting;
    /** How many are asked for and have not come. */
    private long asked;
    /** Whether an event is told outside of the driver, inside of which no other may come. */
    private boolean telling;
    /** Whether the transport was told not to read. */
    private boolean stopped;

    Pausing(WebSocketConnection connection) {
        this.connection = connection;
        this.driver = connection.driver;
    }

    void pause() {
        paused = true;
        apply();
    }

    void resume() {
        paused = false;
        apply();
    }

    void request(long messages) {
        counting = true;
        // Reactive Streams §3.17: more than can be counted is as good as all.
        asked = asked > Long.MAX_VALUE - messages ? Long.MAX_VALUE : asked + messages;
        apply();
    }

    /** Has messages come as they are requested from now on, or without that. */
    void count(boolean on) {
        counting = on;
        asked = on ? asked : 0;
        apply();
    }

    /** A message is about to be told. */
    void message() {
        if (counting && asked > 0 && asked < Long.MAX_VALUE) {
            asked--;
            if (asked == 0) {
                driver.pause();
            }
        }
    }

    /** Runs what tells an event that does not come out of the driver. */
    void around(Runnable event) {
        telling = true;
        try {
            event.run();
        } finally {
            telling = false;
            apply();
            // What was kept has come inside of this, and its listener may have had a word.
            settle();
        }
    }

    /** The peer's Close frame has to be read, whatever is in front of it. */
    void close() {
        paused = false;
        counting = false;
        apply();
    }

    /** Has the transport read, or not. */
    void settle() {
        boolean stop = !driver.wantsRead();
        if (stop != stopped) {
            stopped = stop;
            connection.keepalive.held(stop);
            if (stop) {
                connection.transport.pauseReading();
            } else {
                connection.transport.resumeReading();
            }
        }
    }

    /** Tells whether the application wants no messages. */
    boolean isPausing() {
        return paused || counting && asked == 0;
    }

    private void apply() {
        if (isPausing()) {
            driver.pause();
        } else if (!telling) {
            // Raises the events of what was kept, or has them raised behind the one that is under way.
            driver.resume();
            connection.wentOn();
        }
    }
}
