package dev.heddle.extensions;

import org.jspecify.annotations.Nullable;

/** Asks synchronous sessions: one callback for all messages, which counts only while a session is being called. */
final class AtOnce implements Session.Callback {

    private boolean asking;
    private @Nullable Message message;
    private @Nullable Throwable failure;

    /**
     * Passes a message through a session.
     *
     * @return the message that came out; null if there is a {@link #failure}
     */
    @Nullable
    Message ask(ActiveSession session, Direction direction, Message in) {
        asking = true;
        message = null;
        failure = null;
        try {
            session.process(direction, in, this);
            if (asking) {
                fail(new IllegalStateException("A synchronous session did not answer before its call returned"));
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        } finally {
            asking = false;
        }
        return message;
    }

    /** Tells why the session could not process the message. */
    Throwable failure() {
        return failure == null ? new IllegalStateException("There is no failure") : failure;
    }

    @Override
    public void complete(Message out) {
        if (out == null) {
            fail(new NullPointerException("A session completed a message with null"));
        } else if (asking) {
            asking = false;
            message = out;
        }
    }

    @Override
    public void fail(Throwable cause) {
        if (asking) {
            asking = false;
            failure = cause;
        }
    }
}
