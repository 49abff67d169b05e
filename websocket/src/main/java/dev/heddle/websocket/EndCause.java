package dev.heddle.websocket;

import dev.heddle.websocket.CloseEvent.By;

/** Who ended a connection, and how far it had come then. On the loop. */
final class EndCause {

    private By by = By.NETWORK;
    private ReadyState phase = ReadyState.OPEN;
    private boolean known;
    /** Whether the connection failed, which counts more than how its closing began. */
    private boolean failed;

    /** The closing handshake begins. */
    void closing(By who, ReadyState where) {
        if (!known) {
            set(who, where);
        }
    }

    /** The connection fails, for the first time. */
    void failing(By who, ReadyState where) {
        if (!failed) {
            failed = true;
            set(who, where);
        }
    }

    By by() {
        return by;
    }

    ReadyState phase() {
        return phase;
    }

    private void set(By who, ReadyState where) {
        known = true;
        by = who;
        phase = where;
    }
}
