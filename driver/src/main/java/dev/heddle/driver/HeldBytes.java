package dev.heddle.driver;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Received bytes that can not be parsed yet: for the handshake, for extensions that have much to do, or as a listener threw. */
final class HeldBytes {

    private static final int MOST_IN_RESERVE = 64 * 1024;

    /** In read mode, perhaps with room behind its limit; null if there are none. */
    private @Nullable ByteBuffer bytes;
    /** Whether they were taken and not given back. */
    private boolean taken;

    /** Tells whether there are none, nor were they taken to be parsed: then it shows behind that whether some are left. */
    boolean isEmpty() {
        return bytes == null && !taken;
    }

    int size() {
        return bytes == null ? 0 : bytes.remaining();
    }

    /** Takes what is left of a buffer. */
    void add(ByteBuffer rest) {
        ByteBuffer kept = withRoom(rest.remaining());
        int end = kept.limit();
        kept.limit(end + rest.remaining());
        kept.put(end, rest, rest.position(), rest.remaining());
        rest.position(rest.limit());
        bytes = kept;
    }

    /** Gives all bytes away; null if there are none. */
    @Nullable
    ByteBuffer take() {
        ByteBuffer all = bytes;
        bytes = null;
        taken = all != null;
        return all;
    }

    /** Takes back what is left of bytes that were taken. */
    void giveBack(ByteBuffer rest) {
        taken = false;
        if (rest.hasRemaining()) {
            bytes = rest;
        }
    }

    void clear() {
        bytes = null;
    }

    /** Returns the bytes with that much room behind their limit; grows in steps, as bytes may come one by one. */
    private ByteBuffer withRoom(int room) {
        if (bytes == null) {
            return ByteBuffer.allocate(room).limit(0);
        }
        if (bytes.capacity() - bytes.limit() >= room) {
            return bytes;
        }
        int size = bytes.remaining();
        int larger = Math.addExact(size, Math.max(room, Math.min(size, MOST_IN_RESERVE)));
        return ByteBuffer.allocate(larger).put(bytes).flip();
    }
}
