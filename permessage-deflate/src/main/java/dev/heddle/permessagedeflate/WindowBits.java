package dev.heddle.permessagedeflate;

/** The size of a compressor's window, as the base-2 logarithm of its bytes. Source: RFC 7692 §7.1.2. */
final class WindowBits {

    /** 256 bytes. */
    static final int LEAST = 8;

    /** 32 KiB, which is what DEFLATE can look back at all, and what holds if nothing else is agreed on. */
    static final int MOST = 15;

    private WindowBits() {}

    static boolean inRange(long bits) {
        return bits >= LEAST && bits <= MOST;
    }

    static int bytes(int bits) {
        return 1 << bits;
    }
}
