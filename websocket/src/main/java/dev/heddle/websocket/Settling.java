package dev.heddle.websocket;

import dev.heddle.driver.Driver;
import dev.heddle.driver.State;
import org.jspecify.annotations.Nullable;

/**
 * What is done on the loop behind every input and every command: all that they caused is written at once, then it is seen
 * whether the output still moves, whether what was sent has drained, and whether it is time to leave.
 */
final class Settling {

    private final WebSocketConnection connection;
    private final Transport transport;
    private final Driver driver;
    private final Backlog backlog;
    /** Null before it was ever asked whether the peer is to be read. */
    private @Nullable Pausing pausing;
    /** Null before the output was full for the first time. */
    private @Nullable SlowPeer slowPeer;

    /** Whether a read is being parsed, behind which everything is written at once. */
    private boolean reading;
    /** Whether the transport was asked to say when everything is written. */
    private boolean awaitingWritten;
    /** Whether the connection is gone. */
    private boolean gone;

    Settling(WebSocketConnection connection) {
        this.connection = connection;
        this.transport = connection.transport;
        this.driver = connection.driver;
        this.backlog = connection.backlog;
    }

    /** Returns what knows whether the peer is read. */
    Pausing pausing() {
        if (pausing == null) {
            pausing = new Pausing(connection);
        }
        return pausing;
    }

    /** A message is about to be told. */
    void message() {
        if (pausing != null) {
            pausing.message();
        }
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
        connection.flushed();
        if (gone) {
            // Nothing would clear a deadline that was set now.
            return;
        }
        backlog.flushed();
        if (pausing != null || !driver.wantsRead()) {
            pausing().settle();
        }
        lookAtPeer(transport.output().full());
        if (connection.isRefused()) {
            // The connection stays until the reasons are there.
            return;
        }
        if (driver.state().compareTo(State.CLOSING) >= 0) {
            connection.closing().follow();
        }
        if (!driver.wantsClose()) {
            settleCongestion();
        }
        if (driver.wantsClose()) {
            connection.closing().leave();
        }
    }

    /** The connection is gone. */
    void gone() {
        gone = true;
        if (slowPeer != null) {
            slowPeer.stop();
        }
    }

    /** Sees to it that the peer takes what waits, from the first time on that the output is full. */
    private void lookAtPeer(boolean full) {
        if (slowPeer == null && full) {
            WebSocketOptions options = connection.options;
            slowPeer =
                    new SlowPeer(
                            transport,
                            options.writeStallTimeout(),
                            options.minWriteRate(),
                            options.minWriteRateTime()) {

                        @Override
                        void tooSlow(String why) {
                            connection.failing().lost(why);
                        }
                    };
        }
        if (slowPeer != null) {
            slowPeer.look(full);
        }
    }

    private void settleCongestion() {
        if (!backlog.congested()) {
            return;
        }
        // From inside an event nothing is told; who tells that event settles behind it.
        Announcer announcer = connection.announcer;
        while (!announcer.isTelling() && backlog.drains()) {
            pausing().around(() -> announcer.tell((listener, socket, self) -> listener.onDrain(socket), this));
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
