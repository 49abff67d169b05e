package dev.heddle.websocket;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait for a connection, and those that wait for their confirmation, in the order in which they were accepted. The one
 * behind the other are bounded together. Any thread; nothing is called while the lock is held.
 */
final class SendQueue {

    /** Why a message was not taken, or is gone. */
    private static final String DROPPED = "The message gave way to newer ones (DROP_OLDEST)";

    private static final String STOPPED = "The reconnecting WebSocket is closed";

    private final int maxMessages;
    private final long maxBytes;
    private final WhenFull whenFull;

    private final Object lock = new Object();
    /** Those that were not given to the connection that there is. */
    private final Deque<QueuedMessage> waiting = new ArrayDeque<>();
    /** Those that were, and are kept; all are older than those that wait. */
    private final Deque<QueuedMessage> unconfirmed = new ArrayDeque<>();

    private long bytes;
    private boolean closed;

    SendQueue(int maxMessages, long maxBytes, WhenFull whenFull) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
        this.whenFull = whenFull;
    }

    /** Adds a message; returns null, or why it is refused. */
    @Nullable
    String offer(QueuedMessage message) {
        List<QueuedMessage> dropped = new ArrayList<>();
        synchronized (lock) {
            if (closed) {
                return STOPPED;
            }
            if (!fits(message, messages(), bytes) && !makeRoom(message, dropped)) {
                return "The queue has no room for " + message.bytes + " bytes: it holds " + messages() + " messages of "
                        + bytes + " bytes (maxQueuedMessages is " + maxMessages + ", maxQueuedBytes is " + maxBytes
                        + ")";
            }
            waiting.addLast(message);
            bytes += message.bytes;
        }
        dropped.forEach(old -> old.drop(DROPPED));
        return null;
    }

    private boolean fits(QueuedMessage message, int messages, long held) {
        return messages < maxMessages && held + message.bytes <= maxBytes;
    }

    /** Takes out the oldest as far as it is needed, or nothing if that would not be enough. */
    private boolean makeRoom(QueuedMessage message, List<QueuedMessage> dropped) {
        if (whenFull == WhenFull.REFUSE) {
            return false;
        }
        int held = messages();
        long left = bytes;
        for (QueuedMessage old : waiting) {
            if (fits(message, held - dropped.size(), left)) {
                break;
            }
            if (!old.kept) {
                dropped.add(old);
                left -= old.bytes;
            }
        }
        if (!fits(message, held - dropped.size(), left)) {
            dropped.clear();
            return false;
        }
        remove(dropped);
        bytes = left;
        return true;
    }

    /** Takes out messages that wait, given in their order; looks no further than the last of them. */
    private void remove(List<QueuedMessage> dropped) {
        Iterator<QueuedMessage> at = waiting.iterator();
        for (QueuedMessage old : dropped) {
            while (at.next() != old) {
                // One that is kept.
            }
            at.remove();
        }
    }

    /** Returns the next message, which counts as given to the connection; null if none waits. */
    @Nullable
    QueuedMessage next() {
        synchronized (lock) {
            QueuedMessage message = waiting.pollFirst();
            if (message == null) {
                return null;
            }
            if (message.kept) {
                unconfirmed.addLast(message);
            } else {
                bytes -= message.bytes;
            }
            return message;
        }
    }

    /** The connection did not take the message that was the last of {@link #next}. */
    void putBack(QueuedMessage message) {
        synchronized (lock) {
            if (!message.kept) {
                waiting.addFirst(message);
                bytes += message.bytes;
            } else if (unconfirmed.removeLastOccurrence(message)) {
                waiting.addFirst(message);
            }
        }
    }

    /** The connection is over: what is not confirmed goes again, in front of what waits. */
    void connectionEnded() {
        synchronized (lock) {
            for (Iterator<QueuedMessage> last = unconfirmed.descendingIterator(); last.hasNext(); ) {
                waiting.addFirst(last.next());
            }
            unconfirmed.clear();
        }
    }

    /** A message that was kept need not be sent any more. */
    void confirmed(QueuedMessage message) {
        synchronized (lock) {
            if (unconfirmed.removeFirstOccurrence(message) || waiting.removeFirstOccurrence(message)) {
                bytes -= message.bytes;
            }
        }
    }

    /** Takes no more messages. */
    void close() {
        synchronized (lock) {
            closed = true;
        }
    }

    /** Forgets all messages. */
    void clear() {
        List<QueuedMessage> dropped;
        synchronized (lock) {
            closed = true;
            dropped = new ArrayList<>(waiting);
            waiting.clear();
            unconfirmed.clear();
            bytes = 0;
        }
        dropped.forEach(old -> old.drop(STOPPED));
    }

    /** Returns how many messages wait, or are kept. */
    int messages() {
        synchronized (lock) {
            return waiting.size() + unconfirmed.size();
        }
    }

    /** Returns how many bytes these have. */
    long bytes() {
        synchronized (lock) {
            return bytes;
        }
    }
}
