package dev.heddle.extensions;

import org.jspecify.annotations.Nullable;

/** What is thrown by code that is called in between: kept, so that the rest gets done, and thrown by the outermost call. */
final class Faults {

    private @Nullable Throwable first;
    /** How many calls of {@link #run} are under way, one inside the other. */
    private int depth;

    /** Runs something; the outermost run throws what was kept, with what was thrown later as suppressed. */
    void run(Runnable code) {
        depth++;
        collect(code);
        depth--;
        if (depth == 0) {
            raise();
        }
    }

    /** Runs something, and keeps what it throws. */
    void collect(Runnable code) {
        try {
            code.run();
        } catch (Throwable e) {
            // Also what is checked, and thrown all the same.
            add(e);
        }
    }

    private void add(Throwable thrown) {
        if (first == null) {
            first = thrown;
        } else if (first != thrown) {
            first.addSuppressed(thrown);
        }
    }

    private void raise() {
        Throwable thrown = first;
        first = null;
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown != null) {
            throw new IllegalStateException(thrown);
        }
    }
}
