package dev.heddle.netty;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** A buffer of Netty's that is filled through its memory and then written as it is, by one connection at a time. */
final class Chunk {

    private final ByteBuf bytes;
    private final ByteBuffer memory;
    /** Whether its loop keeps it, to use it again. */
    private boolean kept;
    /** Whether a connection fills it. */
    private boolean taken = true;

    Chunk(ByteBuf bytes, boolean kept) {
        this.bytes = bytes;
        this.memory = bytes.nioBuffer(0, bytes.capacity());
        this.kept = kept;
    }

    /** Returns the memory, filled up to its position. */
    ByteBuffer memory() {
        return memory;
    }

    /** Gives away what was filled; whoever takes it releases it. */
    ByteBuf filled() {
        taken = false;
        bytes.setIndex(0, memory.position());
        return kept ? bytes.retain() : bytes;
    }

    /** Gives back what was filled and is not to be written. */
    void drop() {
        taken = false;
        if (!kept) {
            bytes.release();
        }
    }

    // For who keeps it

    /** Takes it, unless somebody fills it or it is not yet written. */
    boolean take() {
        if (taken || bytes.refCnt() > 1) {
            return false;
        }
        taken = true;
        memory.clear();
        return true;
    }

    /** Keeps it no more: it is gone when whoever fills it drops it, or when it is written. */
    void letGo() {
        kept = false;
        if (!taken) {
            bytes.release();
        }
    }
}
