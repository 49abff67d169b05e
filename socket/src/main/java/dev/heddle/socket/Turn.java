package dev.heddle.socket;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Whose turn it is to read: the thread that does, until it is held up in a write and another takes its turn. Exactly one of the two
 * has it afterwards, without a lock.
 *
 * <pre>
 *   reads: even ──writes──▶ odd ──done──▶ even: reads on
 *                            └──looked at twice──▶ even: another reads; whoever wrote finds that it is not its turn
 * </pre>
 */
final class Turn {

    private final Runnable relief;
    private final Consumer<Turn> guard;
    private final AtomicInteger count = new AtomicInteger();
    /** Whether it is looked after. */
    private final AtomicBoolean watched = new AtomicBoolean();
    /** The count at the last look; of the thread that looks. */
    private int seen = -1;

    /**
     * Makes a turn that somebody has.
     *
     * @param relief starts another reader, whose turn it is then; called by who looks
     * @param guard looks after it from then on
     */
    Turn(Runnable relief, Consumer<Turn> guard) {
        this.relief = relief;
        this.guard = guard;
    }

    /** The reader begins to write; returns what it gives back at the end. */
    int write() {
        int mine = count.incrementAndGet();
        watch();
        return mine;
    }

    /** The write is done; answers whether it is still the same reader's turn. */
    boolean read(int mine) {
        return count.compareAndSet(mine, mine + 1);
    }

    private void watch() {
        if (!watched.get() && watched.compareAndSet(false, true)) {
            guard.accept(this);
        }
    }

    /** Relieves a reader that is held up; answers whether nothing was written since the last look. */
    boolean look() {
        int now = count.get();
        boolean moved = now != seen;
        seen = now;
        if (moved || !isWrite(now)) {
            return !moved;
        }
        if (count.compareAndSet(now, now + 1)) {
            relief.run();
        }
        return false;
    }

    /** It is not looked after any more; answers whether it has to be in spite of that. */
    boolean forget() {
        watched.set(false);
        // A write that began in between may have found it watched.
        return isWrite(count.get()) && watched.compareAndSet(false, true);
    }

    private static boolean isWrite(int count) {
        return (count & 1) != 0;
    }
}
