package dev.heddle.driver;

import java.nio.ByteBuffer;

/**
 * The memory of a driver's owner into which the driver writes what is to be sent.
 *
 * <p>Call protocol: the driver claims a buffer, fills it from its position, and may then claim again. How far it filled
 * a buffer, the owner sees at the next claim, or when the call of the driver that caused it returns, from the buffer's
 * position. The owner writes and flushes after that, never inside a claim.
 */
public interface Output {

    /** The size up to which the driver can rely on one buffer: the longest header and the longest control frame. */
    int CONTIGUOUS = 256;

    /**
     * Returns memory to write into. It may be the buffer of the claim before, if that has room left.
     *
     * @param size how many bytes the driver is about to write, at least 1; a whole frame is claimed with its first bytes
     * @return a big-endian buffer with at least {@code min(size, CONTIGUOUS)} bytes between its position and its limit;
     *     the driver claims the rest when it is full
     */
    ByteBuffer claim(int size);

    /**
     * Tells whether the owner wants no more data for now. While it does, data messages wait in the driver and only
     * control frames are written; the owner calls {@link Driver#drained} when it has room again.
     */
    default boolean full() {
        return false;
    }
}
