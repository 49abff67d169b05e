package dev.heddle.watershed;

import dev.heddle.driver.Driver;
import dev.heddle.driver.OutputQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way from the driver to the channel. Two locks: that of the driver is held for a moment, never while something blocks; the turn
 * to write is held while the channel takes what there is. So a peer that does not read holds up those who send, and not the
 * thread that reads: what that has to say, the one who holds the turn writes too.
 */
final class Writing {

    private static final int LARGEST = 64 * 1024;

    private final ReentrantLock turn = new ReentrantLock();
    private final ReentrantLock lock;
    private final Driver driver;
    private final OutputQueue output;
    private final UpgradedChannel channel;
    /** Why nothing can be written any more; null while it can. */
    private volatile @Nullable IOException failure;

    Writing(ReentrantLock lock, Handshake handshake, UpgradedChannel channel) {
        this.lock = lock;
        this.driver = handshake.driver();
        this.output = handshake.output;
        this.channel = channel;
    }

    /** Waits for the turn, gives the driver a command and writes what comes of it; false if that could not be. */
    boolean command(BooleanSupplier command) {
        boolean done;
        turn.lock();
        try {
            lock.lock();
            try {
                done = failure == null && command.getAsBoolean();
            } finally {
                lock.unlock();
            }
            writeAll();
        } finally {
            turn.unlock();
        }
        flush();
        return done && failure == null;
    }

    /** Writes what there is, or leaves it to the one who is at it. */
    void flush() {
        // Again behind the turn: who left something to this thread has done so while it had it.
        while (hasOutput() && turn.tryLock()) {
            try {
                writeAll();
            } finally {
                turn.unlock();
            }
        }
    }

    /** Writes what there is, behind what others write. */
    void finish() {
        turn.lock();
        try {
            writeAll();
        } finally {
            turn.unlock();
        }
    }

    /** Writes nothing more but what is being written. */
    void stop() {
        if (failure == null) {
            failure = new IOException("The peer is gone");
        }
    }

    @Nullable
    IOException failure() {
        return failure;
    }

    /** Tells whether somebody is writing, or waits for the channel to take more. */
    boolean isBusy() {
        return turn.isLocked();
    }

    private boolean hasOutput() {
        if (failure != null) {
            return false;
        }
        lock.lock();
        try {
            return output.size() > 0 || driver.bufferedAmount() > 0;
        } finally {
            lock.unlock();
        }
    }

    private void writeAll() {
        try {
            for (ByteBuffer next = next(); next.hasRemaining() && failure == null; next = next()) {
                channel.write(next);
            }
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new IOException("The channel can not be written to", e);
        } catch (Error e) {
            // What of a frame was written is not known: nothing may follow it.
            failure = new IOException("The channel can not be written to", e);
            throw e;
        }
    }

    private ByteBuffer next() {
        lock.lock();
        try {
            if (output.size() == 0) {
                // There is room again for what waited behind a full output.
                driver.drained();
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(output.size(), LARGEST));
            output.transmit(bytes);
            return bytes.flip();
        } finally {
            lock.unlock();
        }
    }
}
