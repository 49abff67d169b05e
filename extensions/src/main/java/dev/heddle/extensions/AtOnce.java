package dev.heddle.extensions;

import org.jspecify.annotations.Nullable;

/**
 * Asks a synchronous session: one callback for all of its messages, which counts only while the session is being called, and
 * keeps nothing behind that.
 */
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
        } catch (Throwable e) {
            // Also what is checked, and thrown all the same.
            fail(e);
        } finally {
            asking = false;
        }
        Message out = message;
        message = null;
        return out;
    }

    /** Tells, once, why the session could not process the message. */
    Throwable failure() {
        Throwable cause = failure;
        failure = null;
        return cause == null ? new NullPointerException("A session failed with null") : cause;
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
