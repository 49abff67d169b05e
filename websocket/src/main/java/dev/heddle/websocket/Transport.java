package dev.heddle.websocket;

import dev.heddle.driver.Output;

/**
 * The I/O under one {@link Connection}: a loop, memory to write from, and the connection's end. All methods are
 * called on the loop, except where said otherwise.
 *
 * <p>In the other direction the adapter calls, on the loop: {@link WebSocketConnection#connected} and
 * {@link WebSocketConnection#start} once, {@link Connection#received} for what was read and {@link Connection#readComplete} behind the last of
 * one read, {@link Connection#drained} when {@link #output} has room again, and at the end
 * {@link Connection#ended}, {@link Connection#failed} and, always, {@link Connection#closed}.
 */
public interface Transport {

    /** Returns the memory that is written from; the same object each time. */
    Output output();

    /** Writes what the output was filled with; does nothing once the connection is gone. */
    void flush();

    /**
     * Runs a task on the loop when everything has been written that was flushed before, which may be inside this call; not
     * if that fails.
     */
    void whenWritten(Runnable task);

    /**
     * Returns how many bytes the output was filled with that the network has not taken; any thread. What was not flushed
     * may be missing.
     */
    long pendingBytes();

    /**
     * Returns how many bytes the network has taken so far. It may grow in steps of up to 64 KiB, so that a peer that takes less in
     * the time it is given counts as one that takes nothing; and what pends may take the framing of layers below off it.
     */
    long progress();

    /** Returns the peer's address for logs, such as {@code 127.0.0.1:4711}. */
    String peer();

    /** Tells whether the calling thread is the loop; any thread. */
    boolean inLoop();

    /** Runs a task on the loop, soon; any thread. */
    void execute(Runnable task);

    /** Runs a task on the loop after a delay of at least 1 ns. */
    Timer schedule(long delayNanos, Runnable task);

    /** Stops reading. */
    void pauseReading();

    /** Reads again; what comes does so behind this call. */
    void resumeReading();

    /** Writes what is pending, then tells the peer that no more comes, and goes on reading until the peer's end. */
    void close();

    /** Ends the connection now; what is pending is lost. */
    void abort();

    /** A task that waits. */
    @FunctionalInterface
    interface Timer {

        /** Forgets the task if it has not run. */
        void cancel();
    }
}
