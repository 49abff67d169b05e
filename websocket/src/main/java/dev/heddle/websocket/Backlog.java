package dev.heddle.websocket;

import dev.heddle.driver.Driver;
import dev.heddle.driver.State;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * What was sent and has not reached the network: how much it is, and whether it is too much. Asked by any thread, changed
 * on the loop, except that any thread may find it to be too much.
 */
final class Backlog {

    /** What a message that waits takes at least, in bytes: without it, empty ones would be for free. */
    private static final int LEAST = 256;
    /** So many may wait however small the cap is. */
    private static final int FREE = 16;

    private static final AtomicLongFieldUpdater<Backlog> UNSETTLED =
            AtomicLongFieldUpdater.newUpdater(Backlog.class, "unsettled");
    private static final AtomicLongFieldUpdater<Backlog> PINGS =
            AtomicLongFieldUpdater.newUpdater(Backlog.class, "pings");
    private static final AtomicLongFieldUpdater<Backlog> WAITING =
            AtomicLongFieldUpdater.newUpdater(Backlog.class, "waiting");

    private final Transport transport;
    private final Driver driver;
    private final OutsideQueue outside;
    private final WebSocketOptions options;

    /**
     * Bytes of messages given to the driver since it had last written everything. Set lazily, as the next: each message
     * does without a full fence.
     */
    private volatile long unsettled;
    /** Bytes of messages that wait in the driver. */
    private volatile long waiting;
    /** Messages that wait in the driver; set in front of the bytes, whose write publishes it. */
    private int waitingMessages;
    /** Whether it passed the high watermark and has not come down to the low one since. */
    private volatile boolean congested;
    /**
     * Bytes of a message in parts that extensions get whole: they wait for its end, not for the network, and are no reason
     * to wait for that.
     */
    private volatile long collected;
    /** Bytes of pings given to the driver since it had last written everything; set lazily. */
    private volatile long pings;
    /** Bytes of messages given to the driver behind the last flush. */
    private long unflushed;

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
        long messages = outside.count() + (long) waitingMessages;
        return messages > FREE && LEAST * messages > options.maxBufferedAmount()
                || isAbove(options.maxBufferedAmount() - length);
    }

    /**
     * Tells whether more pings wait than may; any thread.
     *
     * @param connecting whether they still wait for the handshake, all of them
     */
    boolean exceededByPings(boolean connecting) {
        long most = options.maxBufferedAmount();
        return pings > most && (connecting || transport.pendingBytes() > most);
    }

    /** Tells whether it is too much; any thread. */
    boolean congested() {
        return congested;
    }

    /** Looks whether it has become too much, and tells whether it just has; any thread. */
    boolean congests() {
        if (!congested && isAbove(options.highWatermark() + collected)) {
            congested = true;
            return true;
        }
        return false;
    }

    /** Tells, once, that it was too much and is not any more. */
    boolean drains() {
        if (congested && amount() <= options.lowWatermark() + collected) {
            congested = false;
            return true;
        }
        return false;
    }

    /** A message is about to be given to the driver. */
    void sending() {
        if (unflushed == 0) {
            forgetWritten();
        }
    }

    /** The driver took a message. */
    void sent(int bytes) {
        unflushed += bytes;
        waits();
        UNSETTLED.lazySet(this, unsettled + bytes);
    }

    /** The driver took a ping, which is no message, but takes room until it is written. */
    void pinged(int bytes) {
        PINGS.lazySet(this, pings + bytes);
    }

    /**
     * Tells whether what a read has caused so far is enough to be written before its end: more would look as if the network
     * did not take it.
     */
    boolean isBatch() {
        return unflushed > options.highWatermark() / 2;
    }

    /** A part was sent whose message is not at its end. */
    void collecting(int bytes) {
        if (driver.extensions() != null) {
            long more = collected + bytes;
            collected = more;
        }
    }

    /** There is no message in parts. */
    void collected() {
        if (collected > 0) {
            collected = 0;
        }
    }

    /** All that the driver wrote was flushed. */
    void flushed() {
        unflushed = 0;
        waits();
        forgetWritten();
        congests();
    }

    /** The connection is gone, and what waited with it. */
    void clear() {
        unsettled = 0;
        congested = false;
    }

    private void waits() {
        waitingMessages = (int) Math.min(driver.unwrittenMessages(), Integer.MAX_VALUE);
        WAITING.lazySet(this, driver.bufferedAmount());
    }

    private boolean isAbove(long bytes) {
        // The first is never less than the amount and needs no look at the transport.
        return outside.bytes() + unsettled > bytes && amount() > bytes;
    }

    private void forgetWritten() {
        if (unsettled + pings > 0 && driver.bufferedAmount() == 0 && transport.pendingBytes() == 0) {
            UNSETTLED.lazySet(this, 0);
            if (driver.state() != State.CONNECTING) {
                PINGS.lazySet(this, 0);
            }
        }
    }
}
