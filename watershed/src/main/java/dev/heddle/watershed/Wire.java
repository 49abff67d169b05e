package dev.heddle.watershed;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What an upgraded channel is in the end. One thread at a time reads, another may write, and any may close. */
abstract class Wire {

    /** The socket behind it, or null if none is known: then it can do less. */
    final @Nullable Peer peer;

    Wire(@Nullable Peer peer) {
        this.peer = peer;
    }

    /** Blocks until there is something; -1 at the end. */
    abstract int read(ByteBuffer target) throws IOException;

    /** Tells whether {@link #read} works at all. */
    abstract boolean isReadable();

    /** Blocks until all is written. */
    abstract void write(ByteBuffer source) throws IOException;

    /** Tells the peer that no more comes, where that can be told without closing. */
    abstract void shutdownOutput() throws IOException;

    abstract void close() throws IOException;

    abstract boolean isOpen();

    /** Tells whether reading ends by itself, behind what had come before, when the peer can not be written to any more. */
    final boolean endsBothWays() {
        return peer != null;
    }

    /** Tells whether {@link #close} may wait for who writes, or for the peer; behind {@link #abandon} it does not. */
    final boolean closingWaits() {
        return peer != null && peer.sendsCloseNotify();
    }

    /** Makes {@link #close} tell the peer that the connection broke, where there is a way to. */
    final void abandon() throws IOException {
        if (peer != null) {
            peer.abandon();
        }
    }

    /** Lets the peer read what was written last, for a short time, where that is to be known. */
    final void linger() {
        if (peer != null) {
            peer.linger();
        }
    }

    /** Returns the peer's address, for tracing; empty if there is none. */
    final String remote() {
        return peer == null ? "" : peer.remote();
    }

    /** Returns this side's address, for tracing; empty if there is none. */
    final String local() {
        return peer == null ? "" : peer.local();
    }
}
