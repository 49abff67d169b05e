package dev.heddle.driver;

/**
 * The life of a connection and the closing handshake at its end. Source: RFC 6455 §7.1.
 *
 * <pre>
 *   BEGINNING ──start──▶ CONNECTING ──open──▶ OPEN ──close──▶ CLOSING
 *       │                    │                  │                │
 *       └────────────────────┴──────────────────┴────────────────┴──end, fail, peer's Close──▶ CLOSED
 * </pre>
 *
 * <p>One method per input; each answers whether it was the one that moved the connection on.
 */
final class CloseHandshake {

    private State state;
    /** Whether this side's Close frame was written. */
    private boolean sent;
    /** Whether both sides' Close frames have passed. */
    private boolean clean;

    CloseHandshake(State first) {
        this.state = first;
    }

    State state() {
        return state;
    }

    boolean clean() {
        return clean;
    }

    /** Tells whether messages are still taken. */
    boolean takesMessages() {
        return switch (state) {
            case BEGINNING, CONNECTING, OPEN -> true;
            case CLOSING, CLOSED -> false;
        };
    }

    /** A client's handshake goes out. */
    boolean start() {
        return move(state == State.BEGINNING, State.CONNECTING);
    }

    /** The opening handshake is done. */
    boolean open() {
        return move(state == State.CONNECTING, State.OPEN);
    }

    /** This side starts the closing handshake. */
    boolean close() {
        return move(state == State.OPEN, State.CLOSING);
    }

    /** This side's Close frame is about to be written; answers false if it must not be. §5.5.1: once. */
    boolean sendClose() {
        boolean first = !sent && (state == State.OPEN || state == State.CLOSING);
        sent |= first;
        return first;
    }

    /** The peer's Close frame has come, and this side's was written. */
    boolean receiveClose() {
        boolean moved = end();
        clean |= moved;
        return moved;
    }

    /** The connection is over, however. */
    boolean end() {
        return move(state != State.CLOSED, State.CLOSED);
    }

    private boolean move(boolean allowed, State next) {
        if (allowed) {
            state = next;
        }
        return allowed;
    }
}
