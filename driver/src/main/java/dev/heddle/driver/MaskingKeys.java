package dev.heddle.driver;

import java.util.function.Consumer;

/**
 * A fresh, unpredictable masking key for each frame. Source: RFC 6455 §5.3, §10.3. Draws 64 keys at a time, because a
 * draw from a secure source costs a microsecond or more.
 */
final class MaskingKeys {

    private static final int BLOCK = 64 * Integer.BYTES;

    private final Consumer<byte[]> random;
    /** The last draw; empty before the first. */
    private byte[] block = {};

    private int used;

    MaskingKeys(Consumer<byte[]> random) {
        this.random = random;
    }

    int next() {
        if (used == block.length) {
            block = block.length == 0 ? new byte[BLOCK] : block;
            random.accept(block);
            used = 0;
        }
        int key = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            key = key << 8 | block[used++] & 0xFF;
        }
        return key;
    }
}
