package dev.heddle.watershed;

import dev.heddle.driver.CloseCode;
import dev.heddle.driver.Driver;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The end of a connection: who brings it, the driver behind the last Close frame, the peer that is gone or the owner that destroys,
 * and when the channel is closed for it.
 */
final class Ending {

    private final WatershedConnection connection;
    private final ReentrantLock lock;
    private final Driver driver;
    private final UpgradedChannel channel;
    private final Deliveries deliveries;
    private final Writing writing;
    private final ReadBy reader;
    /** Whether the end is under way to the listener. */
    private volatile boolean ended;
    /** Whether it came behind both sides' Close frames, so that nothing is to be read any more. */
    private volatile boolean clean;
    /** Whether nobody would hear a last word. */
    private volatile boolean gone;

    Ending(
            WatershedConnection connection,
            ReentrantLock lock,
            Driver driver,
            UpgradedChannel channel,
            Deliveries deliveries,
            Writing writing,
            ReadBy reader) {
        this.connection = connection;
        this.lock = lock;
        this.driver = driver;
        this.channel = channel;
        this.deliveries = deliveries;
        this.writing = writing;
        this.reader = reader;
    }

    /** The driver has ended; on the thread that holds its lock. */
    void ended() {
        clean = driver.wasClean();
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }

    /** The owner wants no more of it. */
    void destroy() {
        gone = true;
        lock.lock();
        try {
            deliveries.dropMessages();
            driver.lost();
        } finally {
            lock.unlock();
        }
        close(writing.isBusy() || channel.wire().closingWaits());
    }

    /**
     * The peer is gone, or can not be heard any more.
     *
     * @param cause what the channel said to it, null if it just ended
     */
    void peerGone(@Nullable IOException cause) {
        lock.lock();
        try {
            if (!ended) {
                gone = true;
                if (driver.receivedCloseCode() == CloseCode.ABNORMAL) {
                    IOException failure = writing.failure();
                    IOException why = failure == null ? cause : failure;
                    deliveries.add(listener -> listener.onConnectionReset(connection, why));
                }
                driver.lost();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The peer is gone, says a loop that reads: nobody else closes the channel. */
    void peerGoneFromLoop(@Nullable IOException cause) {
        peerGone(cause);
        closeBehindThePeer();
    }

    /** The thread that reads goes: closes behind the last word, unless the peer is gone and nobody would hear it. */
    void readerLeaves() {
        if (!gone && writing.failure() == null) {
            writing.finish();
            channel.wire().linger();
        }
        closeBehindThePeer();
    }

    /** A loop has read: closes behind the last word, as no thread is at hand that reads to the end. */
    void loopHasRead() {
        if (ended && channel.isOpen()) {
            writing.finish();
            close(false);
        }
    }

    /**
     * A command was given: closes behind a Close frame that had waited for its thread to write it. The one that reads does not see
     * that, and a client waits for the server to close.
     */
    void commanded() {
        if (clean) {
            loopHasRead();
        }
    }

    /** Gives the channel up if it could not be written to. */
    void giveUpIfUnwritable() {
        if (writing.failure() == null) {
            return;
        }
        if (!reader.isThread()) {
            peerGoneFromLoop(null);
        } else if (!channel.wire().endsBothWays()) {
            // The thread that reads would wait for ever. On a socket it finds what the peer had sent before it went,
            // its Close frame maybe, and then the end.
            close(false);
        }
    }

    private void closeBehindThePeer() {
        if (gone) {
            // First: who is not at it now writes no more, and the close waits for nobody.
            writing.stop();
        }
        // Who still writes to a peer that is gone would have to end first.
        close(gone && writing.isBusy() && channel.wire().closingWaits());
    }

    private void close(boolean atOnce) {
        try {
            if (atOnce) {
                channel.reset();
            } else {
                channel.close();
            }
        } catch (IOException e) {
            // It is given up in any case, and whoever still used it hears of that there.
            return;
        }
    }
}
