package dev.heddle.driver;

import dev.heddle.extensions.Extensions;
import java.nio.ByteBuffer;

/** One version of the protocol behind its opening handshake: how messages and control frames come in and go out. */
sealed interface Protocol permits Hybi, Draft75 {

    /** Returns the name of the version. */
    String version();

    /** Passes the peer's messages through the extensions that were agreed on; only RFC 6455 has any. */
    default void extend(Extensions extensions) {
        throw new IllegalStateException(version() + " has no extensions");
    }

    /** Forgets what was received of a message that is not at its end. */
    default void end() {}

    /**
     * Takes received bytes until none are left, the connection reads no more, or a message has to wait.
     *
     * @return false if one has to: the connection is paused
     */
    boolean parse(ByteBuffer in) throws ViolationException;

    /** Tells whether the head of a frame was taken that had to wait, maybe without a byte behind it. */
    default boolean isHolding() {
        return false;
    }

    /** Tells whether this version has messages or control frames of that opcode; a Close frame is asked for below. */
    boolean has(int opcode);

    /**
     * Tells whether this side can send something before the end, and has to wait for the peer's answer.
     *
     * @param insideMessage whether a message that was begun is not at its end
     */
    boolean hasClosingHandshake(boolean insideMessage);

    /**
     * Writes a frame with the payload from position to limit; moves neither.
     *
     * @param opcode one that this version has, with the reserved bits that extensions have set
     */
    void write(int opcode, boolean fin, ByteBuffer payload);
}
