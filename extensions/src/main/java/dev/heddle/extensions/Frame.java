package dev.heddle.extensions;

/** What the first byte of a frame says. Source: RFC 6455 §5.2. */
public interface Frame {

    /** Tells whether the frame is the last one of its message. */
    boolean fin();

    /** Tells whether the first reserved bit is set. */
    boolean rsv1();

    /** Tells whether the second reserved bit is set. */
    boolean rsv2();

    /** Tells whether the third reserved bit is set. */
    boolean rsv3();

    /** Returns the opcode, 0 to 15. */
    int opcode();
}
