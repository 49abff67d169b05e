package dev.heddle.websocket;

import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * For the adapter of a client: lets only so many of a client's attempts to connect to one address be under way at once; the
 * others wait for their turn, without a thread. Source: RFC 6455 §4.1, the second step of establishing a connection. Any thread.
 *
 * <pre>
 *   new ──enter──▶ waiting ──another ends──▶ connecting ──▶ ended      and from new and waiting: ended
 * </pre>
 */
public final class ConnectingQueue {

    private final int limit;
    private final Map<SocketAddress, Line> lines = new HashMap<>();
    private long turns;
    private boolean closed;

    /**
     * Makes a queue.
     *
     * @param limit how many attempts to one address may be under way at once, at least 1
     */
    public ConnectingQueue(int limit) {
        this.limit = limit;
    }

    /** Makes the turn of a new attempt: of those that wait for one address, who was made first goes first. */
    public synchronized Turn turn() {
        return new Turn(turns++);
    }

    /** From now on no turn comes; before their loops end. */
    public synchronized void close() {
        closed = true;
    }

    private synchronized void enter(Turn turn, SocketAddress address, Runnable start) {
        if (!turn.ended) {
            Line line = lines.computeIfAbsent(address, Line::new);
            turn.line = line;
            line.waiting.put(turn.number, start);
            startNext(line);
        }
    }

    private synchronized void end(Turn turn) {
        Line line = turn.line;
        if (line != null && !turn.ended) {
            if (line.waiting.remove(turn.number) == null) {
                line.connecting--;
                startNext(line);
            }
            if (line.connecting == 0 && line.waiting.isEmpty()) {
                lines.remove(line.address);
            }
        }
        turn.ended = true;
    }

    private void startNext(Line line) {
        if (!closed && line.connecting < limit && !line.waiting.isEmpty()) {
            line.connecting++;
            // Under the lock: once the queue is closed the loops may end, and would take no task.
            line.waiting.pollFirstEntry().getValue().run();
        }
    }

    /** The attempts to one address. */
    private static final class Line {

        private final SocketAddress address;
        /** How to start those that wait, by the number of their turns. */
        private final TreeMap<Long, Runnable> waiting = new TreeMap<>();

        private int connecting;

        Line(SocketAddress address) {
            this.address = address;
        }
    }

    /** One attempt's turn. It has to end, come what may: another waits for that. */
    public final class Turn {

        private final long number;
        private @Nullable Line line;
        private boolean ended;

        private Turn(long number) {
            this.number = number;
        }

        /** Returns the same attempt's turn at another of its addresses, where it goes behind those that were made before it. */
        public Turn toAnother() {
            return new Turn(number);
        }

        /**
         * Begins to wait for the turn, which may come at once. May be called once; does nothing if the turn has ended.
         *
         * @param address what the limit is for; equal addresses share it
         * @param loop runs the start, so that no attempt begins inside another's end; must not throw before {@link ConnectingQueue#close}
         * @param start what to do when the turn has come
         */
        public void enter(SocketAddress address, Executor loop, Runnable start) {
            ConnectingQueue.this.enter(this, address, () -> loop.execute(start));
        }

        /** The attempt is open, has failed or was given up, so that the next one's turn comes; may be repeated. */
        public void end() {
            ConnectingQueue.this.end(this);
        }
    }
}
