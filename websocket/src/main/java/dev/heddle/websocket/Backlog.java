package dev.heddle.websocket;

import dev.heddle.driver.Driver;

/**
 * What was sent and has not reached the network: how much it is, and whether it is too much. Asked by any thread, changed
 * on the loop, except that any thread may find it to be too much.
 */
final class Backlog {

    private final Transport transport;
    private final Driver driver;
    private final OutsideQueue outside;
    private final WebSocketOptions options;

    /** Bytes of messages given to the driver since it had last written everything. */
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
        return amount() + length > options.maxBufferedAmount();
    }

    /** Tells whether it is too much; any thread. */
    boolean congested() {
        return congested;
    }

    /** Looks whether it has become too much, and tells whether it just has; any thread. */
    boolean congests() {
        if (!congested && amount() > options.highWatermark()) {
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
        waiting = driver.bufferedAmount();
        long more = unsettled + bytes;
        unsettled = more;
    }

    /** All that the driver wrote was flushed. */
    void flushed() {
        unflushed = false;
        waiting = driver.bufferedAmount();
        forgetWritten();
        congests();
    }

    /** The connection is gone, and what waited with it. */
    void clear() {
        unsettled = 0;
        congested = false;
    }

    private void forgetWritten() {
        if (driver.bufferedAmount() == 0 && transport.pendingBytes() == 0) {
            unsettled = 0;
        }
    }
}
