package dev.heddle.driver;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is parsed now, and what has to wait: until the handshake is accepted, until extensions have less to do, until the
 * owner wants more, or until it comes back behind a listener that threw. One call at a time; what waits comes first.
 */
final class Parsing {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Connection connection;
    /** Null before the first that wait. */
    private @Nullable HeldBytes held;
    /** Whether a call is under way, or an event as in one. */
    private boolean inside;

    Parsing(Connection connection) {
        this.connection = connection;
    }

    boolean isInside() {
        return inside;
    }

    /** Begins what nothing may be parsed inside of; returns what {@link #leave} needs to know. */
    boolean enter() {
        boolean before = inside;
        inside = true;
        return before;
    }

    void leave(boolean before) {
        inside = before;
    }

    /** Returns how many bytes wait. */
    int heldBytes() {
        return held == null ? 0 : held.size();
    }

    /** Tells whether bytes wait, or those that waited are being parsed. */
    boolean isHolding() {
        return held != null && !held.isEmpty();
    }

    /** Takes bytes, all of them. */
    void parse(ByteBuffer bytes) {
        if (inside) {
            throw new IllegalStateException("parse was called from inside an event");
        }
        if (bytes.isReadOnly()) {
            throw new IllegalArgumentException("parse needs a writable buffer: masks are taken off in place");
        }
        inside = true;
        try {
            parseHeld();
            consume(bytes);
        } finally {
            inside = false;
            hold(bytes);
        }
    }

    /** Parses what waits, where nothing else is being parsed. */
    void goOn() {
        if (inside) {
            return;
        }
        inside = true;
        try {
            parseHeld();
        } finally {
            inside = false;
        }
    }

    /** Forgets what waits. */
    void clear() {
        held = null;
    }

    private void parseHeld() {
        if (connection.holdsFrame()) {
            // Its payload may be empty.
            consumeSome(NOTHING);
        }
        HeldBytes waiting = held;
        ByteBuffer bytes = waiting == null ? null : waiting.take();
        if (waiting == null || bytes == null) {
            return;
        }
        try {
            consume(bytes);
        } finally {
            if (connection.state() != State.CLOSED) {
                waiting.giveBack(bytes);
            }
        }
    }

    private void consume(ByteBuffer in) {
        boolean more = true;
        while (more && in.hasRemaining()) {
            more = consumeSome(in);
        }
    }

    private boolean consumeSome(ByteBuffer in) {
        try {
            return connection.take(in);
        } catch (ViolationException e) {
            in.position(in.limit());
            connection.violated(e.error());
            return false;
        }
    }

    /** Keeps what was not parsed. */
    private void hold(ByteBuffer rest) {
        if (!rest.hasRemaining()) {
            return;
        }
        State state = connection.state();
        if (state == State.CLOSED) {
            rest.position(rest.limit());
            return;
        }
        int limit = connection.options.limits().maxEarlyBytes();
        boolean early = state == State.BEGINNING || state == State.CONNECTING;
        if (early && (long) heldBytes() + rest.remaining() > limit) {
            rest.position(rest.limit());
            connection.fail(ViolationException.limit(Violation.EARLY_BYTES, "maxEarlyBytes", limit)
                    .error());
            return;
        }
        if (held == null) {
            held = new HeldBytes();
        }
        held.add(rest);
    }
}
