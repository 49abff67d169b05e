package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** The pings whose callback waits for a pong, oldest first, up to a limit. */
final class PendingPings {

    private record Pending(ByteBuffer payload, PongCallback callback) {}

    private final int limit;
    private final Deque<Pending> pending = new ArrayDeque<>();

    PendingPings(int limit) {
        this.limit = limit;
    }

    void add(ByteBuffer payload, PongCallback callback) {
        pending.addLast(new Pending(payload, callback));
        if (pending.size() > limit) {
            pending.removeFirst().callback().onDropped();
        }
    }

    /** Answers the oldest ping with that payload, if one waits. */
    void pong(ByteBuffer payload) {
        for (Iterator<Pending> all = pending.iterator(); all.hasNext(); ) {
            Pending candidate = all.next();
            if (candidate.payload().equals(payload)) {
                all.remove();
                candidate.callback().onPong();
                return;
            }
        }
    }

    /** Drops all, even if callbacks throw; throws what the first of them threw. */
    void dropAll() {
        RuntimeException thrown = null;
        for (Pending dropped = pending.pollFirst(); dropped != null; dropped = pending.pollFirst()) {
            try {
                dropped.callback().onDropped();
            } catch (RuntimeException e) {
                if (thrown == null) {
                    thrown = e;
                } else {
                    thrown.addSuppressed(e);
                }
            }
        }
        if (thrown != null) {
            throw thrown;
        }
    }
}
