package dev.heddle.socket;

import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks after readers that write: one that is held up by it for two looks in a row is relieved of reading. Looks only while there
 * is somebody to look after, and forgets who has written nothing since the last look; so that a write costs its connection no timer.
 */
final class HeldReaders {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final Set<Turn> TURNS = ConcurrentHashMap.newKeySet();
    private static final AtomicBoolean LOOKING = new AtomicBoolean();

    private HeldReaders() {}

    /** Looks after a turn, until it is forgotten. */
    static void add(Turn turn) {
        TURNS.add(turn);
        lookSoon();
    }

    private static void lookSoon() {
        if (LOOKING.compareAndSet(false, true)) {
            Timers.schedule(LOOK_NANOS, HeldReaders::look);
        }
    }

    private static void look() {
        Iterator<Turn> turns = TURNS.iterator();
        while (turns.hasNext()) {
            Turn turn = turns.next();
            if (turn.look()) {
                // First, or it would take away what is added again.
                turns.remove();
                if (turn.forget()) {
                    TURNS.add(turn);
                }
            }
        }
        LOOKING.set(false);
        if (!TURNS.isEmpty()) {
            lookSoon();
        }
    }
}
