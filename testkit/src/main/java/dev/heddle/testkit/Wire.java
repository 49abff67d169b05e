package dev.heddle.testkit;

import java.nio.ByteBuffer;

/** Where the bytes go that a transport in memory has let through: to the other side. */
interface Wire {

    /** Takes bytes, which belong to it from now on. */
    void bytes(ByteBuffer bytes);

    /** No more bytes come. */
    void end();

    /** The connection is broken. */
    void reset();
}
