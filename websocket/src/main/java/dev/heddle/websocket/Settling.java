package dev.heddle.websocket;

import dev.heddle.driver.Driver;

/**
 * What is done on the loop behind every input and every command: all that they caused is written at once, then it is seen
 * whether the output still moves, whether what was sent has drained, and whether it is time to leave.
 */
final class Settling {

    private final Transport transport;
    private final Driver driver;
    private final Life life;
    private final Announcer announcer;
    private final Backlog backlog;
    private final Closing closing;
    private final Pausing pausing;
    private final WriteStall writeStall;

    /** Whether a read is being parsed, behind which everything is written at once. */
    private boolean reading;
    /** Whether the transport was asked to say when everything is written. */
    private boolean awaitingWritten;

    Settling(
            Transport transport,
            WebSocketOptions options,
            Driver driver,
            Life life,
            Announcer announcer,
            Backlog backlog,
            Failing failing,
            Pausing pausing,
            Closing closing) {
        this.transport = transport;
        this.driver = driver;
        this.life = life;
        this.announcer = announcer;
        this.backlog = backlog;
        this.closing = closing;
        this.pausing = pausing;
        this.writeStall = new WriteStall(
                transport,
                options.writeStallTimeout(),
                () -> failing.lost(
                        "Nothing could be written for " + options.writeStallTimeout() + " (writeStallTimeout)"));
    }

    /** A read begins or goes on; nothing is settled before its end. */
    void reading() {
        reading = true;
    }

    boolean isReading() {
        return reading;
    }

    /** A read is at its end. */
    void readComplete() {
        reading = false;
        settle();
    }

    /** The output has room again. */
    void drained() {
        driver.drained();
        settle();
    }

    /** Writes what there is to write, and leaves if it is time; while a read is under way only so much that it is worth it. */
    void settle() {
        if (reading) {
            if (backlog.isBatch()) {
                transport.flush();
                backlog.flushed();
            }
            return;
        }
        transport.flush();
        if (life.isOver()) {
            // Nothing would clear a deadline that was set now.
            return;
        }
        backlog.flushed();
        pausing.settle();
        if (transport.output().full()) {
            writeStall.watch();
        } else {
            writeStall.stop();
        }
        closing.follow();
        if (!driver.wantsClose()) {
            settleCongestion();
        }
        if (driver.wantsClose()) {
            closing.leave();
        }
    }

    /** The connection is gone. */
    void gone() {
        writeStall.stop();
    }

    private void settleCongestion() {
        // From inside an event nothing is told; who tells that event settles behind it.
        while (!announcer.isTelling() && backlog.drains()) {
            announcer.tell((listener, socket, self) -> listener.onDrain(socket), this);
        }
        if (backlog.congested() && !awaitingWritten && transport.pendingBytes() > 0) {
            awaitingWritten = true;
            transport.whenWritten(() -> {
                awaitingWritten = false;
                drained();
            });
        }
    }
}
