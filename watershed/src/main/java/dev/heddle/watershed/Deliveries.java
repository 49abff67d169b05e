package dev.heddle.watershed;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way to the listener. They are added under the lock of the driver and raised without any, by one thread at a time;
 * who finds another one at it leaves its events to that.
 */
final class Deliveries {

    /** One call of the listener. */
    @FunctionalInterface
    interface Delivery {

        void raise(WatershedListener listener);
    }

    private final Queue<Delivery> waiting = new ArrayDeque<>(2);
    /** Comes behind all others, and once. */
    private @Nullable Delivery end;

    private @Nullable WatershedListener listener;
    /** Whose turn it is to raise events, or null. */
    private @Nullable Thread claimedBy;

    private boolean delivering;

    synchronized void listen(WatershedListener newListener) {
        if (listener != null) {
            throw new IllegalStateException("The connection has a listener already");
        }
        listener = newListener;
    }

    synchronized void add(Delivery event) {
        waiting.add(event);
    }

    synchronized void addEnd(Delivery event) {
        end = event;
    }

    synchronized boolean hasListener() {
        return listener != null;
    }

    /** Keeps what is added from now on for the calling thread to deliver, unless another one is at it: then there is only the end. */
    synchronized void claim() {
        if (claimedBy == null) {
            claimedBy = Thread.currentThread();
        }
    }

    /** Returns the listener if the caller is to raise events now, else null. */
    private synchronized @Nullable WatershedListener begin() {
        boolean others = claimedBy != null && claimedBy != Thread.currentThread();
        if (delivering || others || listener == null) {
            return null;
        }
        claimedBy = Thread.currentThread();
        delivering = true;
        return listener;
    }

    private synchronized @Nullable Delivery next() {
        Delivery next = waiting.poll();
        if (next == null) {
            next = end;
            end = null;
        }
        if (next == null) {
            delivering = false;
            claimedBy = null;
        }
        return next;
    }

    /** Nothing but the end comes any more. */
    synchronized void dropMessages() {
        waiting.clear();
    }

    /**
     * Raises what waits, unless another thread does.
     *
     * @param fault is told before the next event that the listener threw
     */
    void deliver(Runnable fault) {
        WatershedListener to = begin();
        if (to == null) {
            return;
        }
        Throwable thrown = null;
        for (Delivery next = next(); next != null; next = next()) {
            try {
                next.raise(to);
            } catch (RuntimeException | Error e) {
                if (thrown == null) {
                    thrown = e;
                } else {
                    thrown.addSuppressed(e);
                }
                fault.run();
            }
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }
}
