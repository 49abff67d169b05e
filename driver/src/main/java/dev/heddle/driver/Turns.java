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
        void broken(Throwable thrown);
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
        boolean answer = false;
        Throwable thrown = null;
        try {
            answer = call.getAsBoolean();
        } catch (RuntimeException | Error e) {
            thrown = e;
        }
        again = true;
        if (outermost) {
            thrown = work(thrown);
        }
        raise(thrown);
        return answer;
    }

    /** Works until nothing is left to do; returns the first thing that was thrown. */
    private @Nullable Throwable work(@Nullable Throwable before) {
        Throwable thrown = before;
        while (again) {
            again = false;
            thrown = turn(thrown);
        }
        busy = false;
        return thrown;
    }

    private @Nullable Throwable turn(@Nullable Throwable before) {
        try {
            work.turn();
            return before;
        } catch (RuntimeException | Error e) {
            again = true;
            Throwable first = merged(before, e);
            try {
                work.broken(first);
            } catch (RuntimeException | Error more) {
                first = merged(first, more);
            }
            return first;
        }
    }

    private static Throwable merged(@Nullable Throwable first, Throwable next) {
        if (first == null) {
            return next;
        }
        if (first != next) {
            first.addSuppressed(next);
        }
        return first;
    }

    private static void raise(@Nullable Throwable thrown) {
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
    }
}
