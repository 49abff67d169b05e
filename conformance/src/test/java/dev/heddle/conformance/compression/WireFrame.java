package dev.heddle.conformance.compression;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A frame as it goes over the wire, read and written without any help of the driver's.
 *
 * @param first the first byte: FIN, the reserved bits, the opcode
 * @param payload without its mask
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WireFrame(int first, byte[] payload) {

    /** The key with which test peers mask, from RFC 6455 §5.7. */
    private static final int KEY = 0x37fa213d;

    static WireFrame of(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        byte[] payload = new byte[bytes.length - 2];
        System.arraycopy(bytes, 2, payload, 0, payload.length);
        if (bytes[1] != payload.length) {
            throw new IllegalArgumentException(hex + " has a wrong length");
        }
        return new WireFrame(bytes[0] & 0xff, payload);
    }

    int opcode() {
        return first & 0x0f;
    }

    boolean fin() {
        return (first & 0x80) != 0;
    }

    boolean rsv1() {
        return (first & 0x40) != 0;
    }

    /** Reads whole frames that a side has sent, and checks that they are masked if and only if it is a client. */
    static List<WireFrame> read(Who sender, ByteBuffer sent) {
        List<WireFrame> frames = new ArrayList<>();
        while (sent.hasRemaining()) {
            int first = sent.get() & 0xff;
            int second = sent.get() & 0xff;
            if ((second & 0x80) != 0 != (sender == Who.CLIENT)) {
                throw new AssertionError("Wrong mask bit from a " + sender);
            }
            long length = second & 0x7f;
            if (length == 126) {
                length = sent.getShort() & 0xffff;
            } else if (length == 127) {
                length = sent.getLong();
            }
            int key = sender == Who.CLIENT ? sent.getInt() : 0;
            byte[] payload = new byte[(int) length];
            sent.get(payload);
            mask(payload, key);
            frames.add(new WireFrame(first, payload));
        }
        return frames;
    }

    /** Returns the frame as a side receives it. */
    byte[] toBytes(Who receiver) {
        boolean masked = receiver == Who.SERVER;
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) first);
        int maskBit = masked ? 0x80 : 0;
        if (payload.length < 126) {
            frame.put((byte) (maskBit | payload.length));
        } else if (payload.length < 0x10000) {
            frame.put((byte) (maskBit | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (maskBit | 127)).putLong(payload.length);
        }
        byte[] copy = payload.clone();
        if (masked) {
            frame.putInt(KEY);
            mask(copy, KEY);
        }
        frame.put(copy).flip();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    private static void mask(byte[] payload, int key) {
        if (key != 0) {
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= (byte) (key >> 24 - 8 * (i & 3));
            }
        }
    }

    @Override
    public String toString() {
        return "[%02x %s]".formatted(first, HexFormat.of().formatHex(payload));
    }
}
