package dev.heddle.driver;

import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the work of a driver's streams on the executor, one turn behind the other: a signal that comes from inside a turn is
 * noted, and worked on by the next turn, so that the stack does not grow with the number of items.
 */
final class Turns {

    /** What there is to do. */
    interface Work {

        /** Does what the signals so far have made possible. */
        void turn();

        /** Ends everything, because a turn threw. */
        void broken(RuntimeException thrown);
    }

    private final Executor executor;
    private final Work work;
    /** Whether a call or a turn is under way. */
    private boolean busy;
    /** Whether something has happened since the last turn began. */
    private boolean again;

    Turns(Executor executor, Work work) {
        this.executor = executor;
        this.work = work;
    }

    /** Tells whether a call or a turn is under way. */
    boolean isBusy() {
        return busy;
    }

    /** Takes a signal from any thread that may give the executor tasks. */
    void signal(Runnable note) {
        executor.execute(() -> call(() -> {
            note.run();
            return true;
        }));
    }

    /**
     * Makes a call, and then works until nothing is left to do. From inside another call or a turn, which may be in the
     * middle of an event, the work is left to that one.
     */
    boolean call(BooleanSupplier call) {
        boolean outermost = !busy;
        busy = true;
        try {
            return call.getAsBoolean();
        } finally {
            again = true;
            if (outermost) {
                work();
            }
        }
    }

    private void work() {
        RuntimeException thrown = null;
        try {
            while (again) {
                again = false;
                thrown = turn(thrown);
            }
        } finally {
            busy = false;
        }
        if (thrown != null) {
            throw thrown;
        }
    }

    private @Nullable RuntimeException turn(@Nullable RuntimeException before) {
        try {
            work.turn();
            return before;
        } catch (RuntimeException e) {
            again = true;
            RuntimeException first = before == null ? e : before;
            if (first != e) {
                first.addSuppressed(e);
            }
            try {
                work.broken(first);
            } catch (RuntimeException more) {
                if (more != first) {
                    first.addSuppressed(more);
                }
            }
            return first;
        }
    }
}
