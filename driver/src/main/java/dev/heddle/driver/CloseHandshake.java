package dev.heddle.driver;

/**
 * The life of a connection and the closing handshake at its end. Source: RFC 6455 §7.1.
 *
 * <pre>
 *   BEGINNING ──start──▶ CONNECTING ──open──▶ OPEN ──close──▶ CLOSING
 *       │                    │                  │                │
 *       └────────────────────┴──────────────────┴────────────────┴──both Close frames, end, fail──▶ CLOSED
 * </pre>
 *
 * <p>One method per input; each answers whether it was the one that moved the connection on.
 */
final class CloseHandshake {

    private State state;
    /** Whether this side's Close frame was written. */
    private boolean sent;
    /** The code in it. */
    private char sentCode = CloseCode.ABNORMAL;
    /** Whether the peer's Close frame has come. */
    private boolean received;

    CloseHandshake(State first) {
        this.state = first;
    }

    State state() {
        return state;
    }

    /** Tells whether both sides' Close frames have passed. §7.1.3 */
    boolean clean() {
        return sent && received;
    }

    /** Tells whether the peer's Close frame has come. */
    boolean received() {
        return received;
    }

    /** Returns the code of this side's Close frame, 1005 if it has none, 1006 if it was not sent. */
    int sentCode() {
        return sentCode;
    }

    /** Tells whether frames of the peer's still mean something: §5.5.1 none do behind its Close frame. */
    boolean reads() {
        return (state == State.OPEN || state == State.CLOSING) && !received;
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

    /** The closing handshake begins, on this side or the peer's. */
    boolean close() {
        return move(state == State.OPEN, State.CLOSING);
    }

    /** This side's Close frame is about to be written; answers false if it must not be. §5.5.1: once. */
    boolean sendClose(int code) {
        boolean first = !sent && (state == State.OPEN || state == State.CLOSING);
        if (first) {
            sent = true;
            sentCode = (char) code;
        }
        return first;
    }

    /** The peer's Close frame has come. */
    void receiveClose() {
        received = true;
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
