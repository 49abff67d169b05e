package dev.heddle.benchmarks.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Bytes of a peer's, made by hand. */
final class Wire {

    static final String REQUEST = """
            GET /chat HTTP/1.1\r
            Host: example.com\r
            User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r
            Accept: */*\r
            Accept-Language: en-US,en;q=0.5\r
            Origin: http://example.com\r
            Upgrade: websocket\r
            Connection: keep-alive, Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Extensions: permessage-deflate\r
            \r
            """;

    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int BINARY = 2;
    private static final int KEY = 0x37fa213d;

    private Wire() {}

    static byte[] request() {
        return REQUEST.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Makes a client's binary frame with a payload of zeros, which is masked. Whoever unmasks it in place can do so
     * again: then the payload is the other of its two forms.
     */
    static byte[] maskedFrame(int size) {
        ByteBuffer frame = ByteBuffer.allocate(size + 14);
        frame.put((byte) (FIN | BINARY));
        if (size <= 125) {
            frame.put((byte) (MASKED | size));
        } else if (size <= 0xFFFF) {
            frame.put((byte) (MASKED | 126)).putShort((short) size);
        } else {
            frame.put((byte) (MASKED | 127)).putLong(size);
        }
        frame.putInt(KEY);
        for (int i = 0; i < size; i++) {
            frame.put((byte) (KEY >> 24 - 8 * (i & 3)));
        }
        byte[] bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        return bytes;
    }

    /** Makes the response to a request of this project's client, as far as a server has to. */
    static byte[] response(ByteBuffer request) {
        String head = StandardCharsets.US_ASCII.decode(request).toString();
        String name = "Sec-WebSocket-Key: ";
        int start = head.indexOf(name) + name.length();
        String key = head.substring(start, head.indexOf('\r', start));
        return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                        + accept(key) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
