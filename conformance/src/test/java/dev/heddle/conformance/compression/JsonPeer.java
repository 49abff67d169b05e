package dev.heddle.conformance.compression;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.Deflater;

/** Clients that send messages of 1 KiB in JSON, each compressed for itself if at all, which every agreement allows. */
final class JsonPeer implements AutoCloseable {

    private static final int LENGTH = 1024;
    private static final int MARKER = 4;

    private final Random random;
    private final boolean compressed;
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);

    JsonPeer(Random random, boolean compressed) {
        this.random = random;
        this.compressed = compressed;
    }

    boolean compresses() {
        return compressed;
    }

    /** Returns the next message, as a frame under a masking key of zeros. */
    ByteBuffer frame() {
        byte[] payload = message().getBytes(US_ASCII);
        int length = payload.length;
        if (compressed) {
            byte[] output = new byte[2 * LENGTH];
            deflater.reset();
            deflater.setInput(payload);
            length = deflater.deflate(output, 0, output.length, Deflater.SYNC_FLUSH) - MARKER;
            payload = output;
        }
        return ByteBuffer.allocate(8 + length)
                .put((byte) (compressed ? 0xc1 : 0x81))
                .put((byte) (0x80 | 126))
                .putShort((short) length)
                .putInt(0)
                .put(payload, 0, length)
                .flip();
    }

    private String message() {
        StringBuilder message = new StringBuilder("{\"type\":\"positions\",\"items\":[");
        while (message.length() < LENGTH - 100) {
            message.append("{\"id\":").append(random.nextInt(100_000));
            message.append(",\"latitude\":").append(random.nextInt(180) - 90);
            message.append(",\"longitude\":").append(random.nextInt(360) - 180);
            message.append(",\"moving\":").append(random.nextBoolean()).append("},");
        }
        message.append("{}],\"note\":\"");
        return message.append("x".repeat(LENGTH - 2 - message.length()))
                .append("\"}")
                .toString();
    }

    @Override
    public void close() {
        deflater.end();
    }
}
