package dev.heddle.websocket;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/** Where a connection stands. It only ever moves on; any thread may ask and move it. */
final class Life {

    private static final AtomicReferenceFieldUpdater<Life, ReadyState> STATE =
            AtomicReferenceFieldUpdater.newUpdater(Life.class, ReadyState.class, "state");

    private volatile ReadyState state = ReadyState.CONNECTING;

    ReadyState state() {
        return state;
    }

    /** Tells whether the closing has begun, or is over. */
    boolean isClosing() {
        return state.compareTo(ReadyState.CLOSING) >= 0;
    }

    boolean isOver() {
        return state == ReadyState.CLOSED;
    }

    /** Moves on to a later state; answers false if it is not later. */
    boolean advance(ReadyState next) {
        ReadyState current = state;
        while (current.compareTo(next) < 0) {
            if (STATE.compareAndSet(this, current, next)) {
                return true;
            }
            current = state;
        }
        return false;
    }
}
