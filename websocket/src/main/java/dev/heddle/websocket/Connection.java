package dev.heddle.websocket;

import java.nio.ByteBuffer;

/**
 * What lives on a {@link Transport}: a WebSocket or an event stream. The transport's adapter calls these methods, on the loop
 * except where said otherwise.
 */
public interface Connection {

    /** Takes bytes that were read; {@link #readComplete} has to follow. */
    void received(ByteBuffer bytes);

    /** A read is at its end: what it caused is written. */
    void readComplete();

    /** The output has room again. */
    void drained();

    /** The peer sends no more. */
    void ended();

    /** The connection broke. */
    void failed(Throwable cause);

    /** Ends the connection now, as this side waits no longer: the error says why. */
    void giveUp(String why);

    /** The connection is gone; this comes once, whatever else came. */
    void closed();

    /**
     * Closes as a server does that stops; any thread.
     *
     * @return false if the closing began before
     */
    boolean goAway();
}
