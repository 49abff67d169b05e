package dev.heddle.extensions;

import java.util.function.Consumer;

/** A session that was agreed on: what it still has to do, in both directions, before it can be closed. */
final class ActiveSession {

    private final String name;
    private final Session session;
    /** Closes sessions, whatever they throw. */
    private final Consumer<Runnable> closer;

    private boolean synchronous;

    /** How many messages are inside the session or on their way to it. */
    private int pending;
    /** Whether the session is to be closed as soon as it has nothing to do. */
    private boolean closing;

    private boolean closed;

    ActiveSession(String name, Session session, Consumer<Runnable> closer) {
        this.name = name;
        this.session = session;
        this.closer = closer;
    }

    String name() {
        return name;
    }

    /** Asks the session how it answers, once; not in the constructor, so that one that throws here is closed as well. */
    void askKind() {
        synchronous = session.isSynchronous();
    }

    boolean isSynchronous() {
        return synchronous;
    }

    void process(Direction direction, Message message, Session.Callback callback) {
        direction.process(session, message, callback);
    }

    /** A message is on its way to the session. */
    void expect() {
        pending++;
    }

    /** A message has left the session, or will not come after all. */
    void leave() {
        pending--;
        closeIfDone();
    }

    /** Closes the session as soon as it has nothing to do. */
    void close() {
        closing = true;
        closeIfDone();
    }

    boolean isClosing() {
        return closing;
    }

    boolean isClosed() {
        return closed;
    }

    private void closeIfDone() {
        if (closing && !closed && pending == 0) {
            closed = true;
            closer.accept(session::close);
        }
    }
}
