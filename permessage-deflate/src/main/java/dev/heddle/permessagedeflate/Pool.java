package dev.heddle.permessagedeflate;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Things that wait to be used again, by any thread; the one that came last goes first, as its memory is warm. */
final class Pool<T> {

    private final int most;
    private final Deque<T> idle = new ArrayDeque<>();
    private boolean closed;

    Pool(int most) {
        this.most = most;
    }

    /** Returns one, or null if there is none. */
    synchronized @Nullable T take() {
        return idle.pollLast();
    }

    /** Keeps one; false if it is not wanted, which leaves it with the caller. */
    synchronized boolean give(T item) {
        if (closed || idle.size() >= most) {
            return false;
        }
        idle.addLast(item);
        return true;
    }

    /** Forgets what waits. */
    synchronized void clear() {
        idle.clear();
    }

    /** Takes nothing any more; what waits can still be taken, to be disposed of. */
    synchronized void close() {
        closed = true;
    }
}
