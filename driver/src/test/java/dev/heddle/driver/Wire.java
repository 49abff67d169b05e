package dev.heddle.driver;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes on the wire, as tests write them. */
final class Wire {

    /** The masking key with which test peers mask, from RFC 6455 §5.7. */
    static final int KEY = 0x37fa213d;

    private Wire() {}

    /** Reads hexadecimal digits; {@code 61x126} stands for 126 times the byte 61, white space for nothing. */
    static byte[] bytes(String hex) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String word : hex.trim().split("\\s+", -1)) {
            int times = word.indexOf('x');
            byte[] part = HexFormat.of().parseHex(times < 0 ? word : word.substring(0, times));
            int count = times < 0 ? 1 : Integer.parseInt(word.substring(times + 1));
            for (int i = 0; i < count; i++) {
                bytes.writeBytes(part);
            }
        }
        return bytes.toByteArray();
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(bytes.position(), copy);
        return hex(copy);
    }

    static String hex(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the octets of a head. */
    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a frame, however wrong, as the peer of that role gets it: masked for a server. */
    static byte[] toPeer(Role receiver, byte[] unmasked) {
        return receiver == Role.SERVER ? mask(unmasked, KEY) : unmasked;
    }

    /** Returns a frame as a driver of that role sends it with a masking key of zeros. */
    static byte[] from(Role sender, byte[] unmasked) {
        return sender == Role.CLIENT ? mask(unmasked, 0) : unmasked;
    }

    /** Returns a whole frame for the peer of that role, with the shortest form of its length. */
    static byte[] frame(Role receiver, boolean fin, int opcode, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(10 + payload.length);
        frame.put((byte) (opcode | (fin ? 0x80 : 0)));
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else if (payload.length < 0x10000) {
            frame.put((byte) 126).putShort((short) payload.length);
        } else {
            frame.put((byte) 127).putLong(payload.length);
        }
        frame.put(payload).flip();
        byte[] unmasked = new byte[frame.remaining()];
        frame.get(unmasked);
        return toPeer(receiver, unmasked);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }

    static byte[] repeat(byte[] part, int times) {
        byte[] whole = new byte[part.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(part, 0, whole, i * part.length, part.length);
        }
        return whole;
    }

    /** Adds mask bit and key to a frame and masks what there is of its payload. */
    static byte[] mask(byte[] unmasked, int key) {
        if (unmasked.length < 2) {
            return unmasked;
        }
        int code = unmasked[1] & 0x7F;
        int header = Math.min(unmasked.length, code == 127 ? 10 : code == 126 ? 4 : 2);
        ByteBuffer masked = ByteBuffer.allocate(unmasked.length + 4);
        masked.put(unmasked, 0, header).put(1, (byte) (unmasked[1] | 0x80)).putInt(key);
        for (int i = header; i < unmasked.length; i++) {
            masked.put((byte) (unmasked[i] ^ key >> 24 - 8 * (i - header & 3)));
        }
        return masked.array();
    }
}
