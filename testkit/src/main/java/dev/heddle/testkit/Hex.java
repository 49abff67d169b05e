package dev.heddle.testkit;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Bytes as they are written in specifications and tests. */
public final class Hex {

    private Hex() {}

    /**
     * Reads bytes in hex; white space between them is ignored.
     *
     * @throws IllegalArgumentException if it is not an even number of hex digits
     */
    public static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
    }

    /** Writes bytes from position to limit in hex, in lower case and without spaces; moves neither. */
    public static String of(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(bytes.position(), copy);
        return HexFormat.of().formatHex(copy);
    }
}
