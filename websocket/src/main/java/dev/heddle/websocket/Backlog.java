package dev.heddle.websocket;

import dev.heddle.driver.Driver;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * What was sent and has not reached the network: how much it is, and whether it is too much. Asked by any thread, changed
 * on the loop, except that any thread may find it to be too much.
 */
final class Backlog {

    private static final AtomicLongFieldUpdater<Backlog> UNSETTLED =
            AtomicLongFieldUpdater.newUpdater(Backlog.class, "unsettled");
    private static final AtomicLongFieldUpdater<Backlog> WAITING =
            AtomicLongFieldUpdater.newUpdater(Backlog.class, "waiting");

    private final Transport transport;
    private final Driver driver;
    private final OutsideQueue outside;
    private final WebSocketOptions options;

    /**
     * Bytes of messages given to the driver since it had last written everything. Set lazily, as the next: a full fence for
     * each message would take as long as its frame.
     */
    private volatile long unsettled;
    /** Bytes of messages that wait in the driver. */
    private volatile long waiting;
    /** Whether it passed the high watermark and has not come down to the low one since. */
    private volatile boolean congested;
    /** Whether messages were given to the driver behind the last flush. */
    private boolean unflushed;

    Backlog(Transport transport, Driver driver, OutsideQueue outside, WebSocketOptions options) {
        this.transport = transport;
        this.driver = driver;
        this.outside = outside;
        this.options = options;
    }

    /** Returns how many bytes of messages there are; any thread. */
    long amount() {
        // What is pending counts framing, what is unsettled counts what was written since: the truth is below both.
        return outside.bytes() + Math.min(unsettled, waiting + transport.pendingBytes());
    }

    /** Tells whether a message of that length is more than may ever wait; any thread. */
    boolean exceededBy(int length) {
        return isAbove(options.maxBufferedAmount() - length);
    }

    /** Tells whether it is too much; any thread. */
    boolean congested() {
        return congested;
    }

    /** Looks whether it has become too much, and tells whether it just has; any thread. */
    boolean congests() {
        if (!congested && isAbove(options.highWatermark())) {
            congested = true;
            return true;
        }
        return false;
    }

    /** Tells, once, that it was too much and is not any more. */
    boolean drains() {
        if (congested && amount() <= options.lowWatermark()) {
            congested = false;
            return true;
        }
        return false;
    }

    /** A message is about to be given to the driver. */
    void sending() {
        if (!unflushed) {
            forgetWritten();
        }
    }

    /** The driver took a message. */
    void sent(int bytes) {
        unflushed = true;
        WAITING.lazySet(this, driver.bufferedAmount());
        UNSETTLED.lazySet(this, unsettled + bytes);
    }

    /**
     * Tells whether what a read has caused so far is enough to be written before its end: more would look as if the network
     * did not take it.
     */
    boolean isBatch() {
        return unsettled > options.highWatermark() / 2;
    }

    /** All that the driver wrote was flushed. */
    void flushed() {
        unflushed = false;
        WAITING.lazySet(this, driver.bufferedAmount());
        forgetWritten();
        congests();
    }

    /** The connection is gone, and what waited with it. */
    void clear() {
        unsettled = 0;
        congested = false;
    }

    private boolean isAbove(long bytes) {
        // The first is never less than the amount and needs no look at the transport.
        return outside.bytes() + unsettled > bytes && amount() > bytes;
    }

    private void forgetWritten() {
        if (unsettled > 0 && driver.bufferedAmount() == 0 && transport.pendingBytes() == 0) {
            UNSETTLED.lazySet(this, 0);
        }
    }
}
