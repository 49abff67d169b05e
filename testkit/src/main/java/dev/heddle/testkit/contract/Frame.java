package dev.heddle.testkit.contract;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One frame, as a {@link Peer} writes and reads it. RFC 6455 §5.2.
 *
 * @param last whether FIN is set
 * @param opcode 0 to 15
 * @param payload without a mask, from position to limit; neither is moved by what reads it here
 */
public record Frame(boolean last, int opcode, ByteBuffer payload) {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    /** Not zero, or a transport that loses the place in the mask would not be found out. */
    private static final byte[] MASK = {0x12, 0x34, (byte) 0xAB, (byte) 0xCD};

    /** Makes a frame with a whole text message. */
    public static Frame text(String message) {
        return new Frame(true, TEXT, StandardCharsets.UTF_8.encode(message));
    }

    /** Makes a frame with a whole binary message. */
    public static Frame binary(byte[] message) {
        return new Frame(true, BINARY, ByteBuffer.wrap(message));
    }

    /** Makes a Close frame. */
    public static Frame close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        ByteBuffer payload = ByteBuffer.allocate(2 + text.length);
        return new Frame(true, CLOSE, payload.putShort((short) code).put(text).flip());
    }

    /** Returns the payload as text. */
    public String text() {
        return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
    }

    /**
     * Returns the code of a Close frame.
     *
     * @return 1005 if there is none
     */
    public int code() {
        return payload.remaining() < 2 ? 1005 : payload.getShort(payload.position()) & 0xFFFF;
    }

    /** Returns the bytes of this frame. */
    byte[] encode(boolean masked) {
        int length = payload.remaining();
        int mask = masked ? 0x80 : 0;
        ByteBuffer frame = ByteBuffer.allocate(14 + length);
        frame.put((byte) ((last ? 0x80 : 0) | opcode));
        if (length <= 125) {
            frame.put((byte) (mask | length));
        } else if (length <= 0xFFFF) {
            frame.put((byte) (mask | 126)).putShort((short) length);
        } else {
            frame.put((byte) (mask | 127)).putLong(length);
        }
        byte[] bytes = new byte[length];
        payload.get(payload.position(), bytes);
        if (masked) {
            frame.put(MASK);
            mask(bytes, MASK);
        }
        return Arrays.copyOf(frame.array(), frame.put(bytes).position());
    }

    /** Reads one frame; its mask has to be there, or not, as RFC 6455 §5.1 says of that sender. */
    static Frame read(Peer peer) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(exactly(peer, 2));
        int first = head.get() & 0xFF;
        int second = head.get() & 0xFF;
        if ((first & 0x70) != 0) {
            throw new AssertionError("A frame with reserved bits, though no extension was agreed on");
        }
        boolean masked = (second & 0x80) != 0;
        if (masked == peer.isClient()) {
            throw new AssertionError(masked ? "A server's frame has a mask" : "A client's frame has no mask");
        }
        long length = second & 0x7F;
        if (length == 126) {
            length = ByteBuffer.wrap(exactly(peer, 2)).getShort() & 0xFFFF;
        } else if (length == 127) {
            length = ByteBuffer.wrap(exactly(peer, 8)).getLong();
        }
        byte[] mask = masked ? exactly(peer, 4) : new byte[4];
        byte[] payload = exactly(peer, Math.toIntExact(length));
        mask(payload, mask);
        return new Frame((first & 0x80) != 0, first & 0x0F, ByteBuffer.wrap(payload));
    }

    private static byte[] exactly(Peer peer, int length) throws IOException {
        byte[] bytes = new byte[length];
        for (int at = 0; at < length; ) {
            int count = peer.read(bytes, at, length - at);
            if (count < 0) {
                throw new EOFException("The stream ended " + (length - at) + " bytes before the end of a frame's part");
            }
            at += count;
        }
        return bytes;
    }

    private static void mask(byte[] bytes, byte[] mask) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= mask[i & 3];
        }
    }
}
