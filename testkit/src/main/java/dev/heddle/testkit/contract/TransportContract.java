package dev.heddle.testkit.contract;

import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import java.time.Duration;

/**
 * What every {@link dev.heddle.websocket.Transport} and its adapter have to pass, whatever carries the bytes. Extend this to have
 * your own run through all cases; where that is made of sockets, extend {@link ServerTransportContract} or
 * {@link ClientTransportContract}, which bring the peer along.
 *
 * <p>A new object serves each case. The methods here are called on the case's thread.
 */
public abstract class TransportContract extends FailureCases {

    /** For subclasses. */
    protected TransportContract() {}

    /**
     * Opens a connection.
     *
     * @param listener takes the events of the transport's side
     * @return the other end, behind the handshake; the contract closes it when the case is over
     */
    protected abstract Peer open(WebSocketListener listener, WebSocketOptions options) throws Exception;

    /**
     * Opens a connection as {@link #open} does, whose peer takes but a few KiB unless it reads: by a small receive buffer that is
     * set before it connects.
     */
    protected abstract Peer openNarrow(WebSocketListener listener, WebSocketOptions options) throws Exception;

    /** Ends what the case began; the peers have left, and every listener was told. Does nothing by itself. */
    protected void stop() throws Exception {}

    /**
     * Lets time pass where the transport's clock is turned by hand; what comes due happens inside the call.
     *
     * @return whether it is; by default not: real time passes by itself
     */
    protected boolean elapse(Duration time) {
        return false;
    }

    /** Tells whether a peer has to wait with what it sends to a socket that is paused; by default so. */
    protected boolean boundsInput() {
        return true;
    }

    /**
     * Tells whether the transport sees that a peer has reset the connection, where it does not write; by default so. One that does not
     * takes it for the end of what the peer sends, which is no error, but leaves the close code at 1006.
     */
    protected boolean seesResets() {
        return true;
    }

    @Override
    final Peer openPeer(WebSocketListener listener, WebSocketOptions options, boolean narrow) throws Exception {
        return narrow ? openNarrow(listener, options) : open(listener, options);
    }

    @Override
    final void stopAll() throws Exception {
        stop();
    }

    @Override
    final boolean passTime(Duration time) {
        return elapse(time);
    }

    @Override
    final boolean resetsSeen() {
        return seesResets();
    }

    @Override
    final boolean bounded() {
        return boundsInput();
    }
}
