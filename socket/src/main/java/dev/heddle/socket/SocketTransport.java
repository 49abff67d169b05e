package dev.heddle.socket;

import dev.heddle.driver.Output;
import dev.heddle.websocket.Connection;
import dev.heddle.websocket.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A blocking socket as a transport. A connection has no loop thread but a {@link Loop}, on which one thread is at a time, and two
 * roles that do not keep it: one thread reads, one writes what the {@link Outbox} holds.
 *
 * <pre>
 *             ┌─────────── read ◀──────────────────────────────┐
 *             ▼                                                │ still its turn
 *   reader ─▶ loop: received, readComplete, flush ─▶ left ─▶ write ─▶ held up: another thread reads, this one only writes on
 *   worker ─▶ loop: sends of other threads, timers ─▶ left ─▶ write
 * </pre>
 *
 * <p>Whoever leaves the loop writes what was flushed there, unless somebody is writing already, who then goes on with it. So an echo
 * is read, parsed and written by one thread that waits for no other. It writes without the loop: timers, pings and other threads'
 * sends go on while the peer takes nothing, and so does an abort, which closes the socket under whoever is blocked on it. As a
 * blocking socket can not tell beforehand whether it will take a write, a reader that is held up in one for more than 10 ms loses its
 * {@link Turn} to a new thread, as {@link Reading} says; a slow peer is heard all the same. A connection has at most three threads:
 * one that reads, one that writes, one on the way to the loop.
 *
 * <p>Who reads waits with a {@link ReadBuffer} in its hands: an idle connection holds that kibibyte, and its thread.
 */
final class SocketTransport implements Transport, Loop.Owner {

    private static final System.Logger LOG = System.getLogger(SocketTransport.class.getName());

    /** From so many bytes on what was flushed is written at once, not only when the loop is left. */
    private static final int MUCH = 256 * 1024;

    private final Wire wire;
    private final Executor threads;
    private final Runnable ended;
    private final Loop loop;
    private final Outbox outbox;
    private final Reading reading;
    /** What lives on this transport; changes when a request becomes something. */
    private volatile @Nullable Connection connection;

    // On the loop

    /** Whether the peer was told that no more comes. */
    private boolean outputEnded;

    private boolean gone;

    /** What is done on the connection's thread before the first byte is read. */
    @FunctionalInterface
    interface Opener {

        /** Connects, or whatever else may block. */
        void open(Wire wire) throws IOException;
    }

    /**
     * Makes a transport on which nothing happens yet.
     *
     * @param threads runs what blocks, each on a thread of its own
     * @param ended told once when the connection is gone, behind everything else
     */
    SocketTransport(Wire wire, Executor threads, long low, long high, Runnable ended) {
        this.wire = wire;
        this.threads = threads;
        this.ended = ended;
        this.loop = new Loop(threads, this);
        this.outbox = new Outbox(low, high);
        this.reading = new Reading(this, loop, wire);
    }

    // For who makes it

    /** Says what lives on this from now on; on the loop, or before anything happens. */
    void attach(Connection owner) {
        connection = owner;
    }

    /** Says what lives on this from now on, and between which numbers of unsent bytes it wants to wait; on the loop. */
    void attach(Connection owner, long low, long high) {
        outbox.watermarks(low, high);
        connection = owner;
    }

    /** Returns what lives on this; any thread. */
    @Nullable
    Connection connection() {
        return connection;
    }

    /**
     * Does what {@link #open} does on a thread of its own.
     *
     * @throws RuntimeException as the executor does that has no thread
     */
    void start(Opener opener, Runnable opened) {
        threads.execute(() -> open(opener, opened));
    }

    /** Opens on the calling thread, then runs a task on the loop, then reads for as long as it is this thread's turn. */
    void open(Opener opener, Runnable opened) {
        try {
            opener.open(wire);
        } catch (IOException | RuntimeException | Error e) {
            loop.run(() -> broke(e));
            return;
        }
        reading.begin(opened);
    }

    /** Runs a task on the loop before this returns; not for who is there. */
    void run(Runnable task) {
        loop.run(task);
    }

    /** Returns the loop, for what happens there before the connection is made. */
    Loop loop() {
        return loop;
    }

    /** Tells whether the connection has ended, be it that nobody has heard of it yet; on the loop. */
    boolean isGone() {
        return gone;
    }

    /** Breaks the connection for a reason from outside; on the loop. */
    void broke(Throwable cause) {
        Connection owner = connection;
        if (!gone) {
            goes();
            if (owner != null) {
                owner.failed(cause);
            }
            gone();
        }
    }

    /** Ends the connection now, even if its loop is busy; any thread. */
    void kill() {
        wire.close();
        loop.execute(this::abort, wire);
    }

    // The transport

    @Override
    public Output output() {
        return outbox;
    }

    @Override
    public void flush() {
        outbox.flush();
        if (outbox.pendingBytes() > MUCH && outbox.begin()) {
            startThread(this::write);
        }
    }

    @Override
    public void whenWritten(Runnable task) {
        if (!gone && outbox.await(task)) {
            loop.execute(this::written, wire);
        }
    }

    @Override
    public long pendingBytes() {
        return outbox.pendingBytes();
    }

    @Override
    public long progress() {
        return outbox.taken();
    }

    @Override
    public String peer() {
        return wire.peer();
    }

    @Override
    public boolean inLoop() {
        return loop.inLoop();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task, wire);
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        return LoopTimer.start(loop, wire, delayNanos, task);
    }

    @Override
    public void pauseReading() {
        reading.pause();
    }

    @Override
    public void resumeReading() {
        reading.resume();
    }

    @Override
    public void close() {
        if (!gone) {
            flush();
            outbox.end();
        }
    }

    @Override
    public void abort() {
        if (!gone) {
            // Not inside of what aborts: it may have more to do. In front of all that the peer's end may cause
            // elsewhere.
            loop.execute(this::gone, wire);
            goes();
        }
    }

    // The end, on the loop

    /** Nothing moves any more; who is blocked on the socket finds out. */
    private void goes() {
        gone = true;
        outbox.drop();
        wire.close();
    }

    private void gone() {
        Connection owner = connection;
        try {
            if (owner != null) {
                owner.closed();
            }
        } finally {
            ended.run();
        }
    }

    /** Ends the connection if both sides have ended; on the loop. */
    void endIfOver() {
        if (reading.hasEnded() && outputEnded && !gone) {
            goes();
            gone();
        }
    }

    // Writing

    /** Writes what was flushed on the loop, unless somebody else does. */
    @Override
    public void left() {
        if (outbox.begin()) {
            reading.write();
        }
    }

    /** Writes until there is nothing; as the outbox's writer. */
    void write() {
        for (ByteBuffer next = outbox.next(); next != null; next = outbox.next()) {
            boolean end = Outbox.isEnd(next);
            try {
                if (end) {
                    wire.shutdownOutput();
                } else {
                    wire.write(next);
                }
            } catch (IOException | RuntimeException | Error e) {
                // Still the writer: nobody is to try again.
                loop.run(() -> broke(e));
                return;
            }
            if (end) {
                loop.run(this::outputEnded);
            } else if (outbox.written(next)) {
                loop.run(this::written);
            }
        }
    }

    private void outputEnded() {
        outputEnded = true;
        endIfOver();
    }

    /** Tells who waits for it that something was written. */
    private void written() {
        do {
            for (Runnable task = outbox.nextAwaited(); task != null; task = outbox.nextAwaited()) {
                task.run();
            }
            Connection owner = connection;
            if (!gone && owner != null && outbox.drains()) {
                owner.drained();
            }
        } while (!gone && outbox.listen());
    }

    // Threads

    @Override
    public void threw(Throwable thrown) {
        LOG.log(System.Logger.Level.ERROR, () -> "The connection of " + peer() + " ends because of a fault", thrown);
        abort();
    }

    /** Runs a task on a thread of its own; without one the connection ends. Any thread. */
    void startThread(Runnable task) {
        try {
            threads.execute(task);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.WARNING, () -> "No thread for the connection of " + peer(), e);
            if (inLoop()) {
                abort();
            } else {
                // Whoever is held up by the socket ends the rest.
                wire.close();
            }
        }
    }
}
