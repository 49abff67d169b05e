package dev.heddle.conformance.interop;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The answer to an upgrade request, as RFC 6455 §4.2.2 has it. */
final class UpgradeResponse {

    private static final String KEY = "\r\nSec-WebSocket-Key: ";

    private UpgradeResponse() {}

    /** Returns the whole answer to a request. */
    static String to(String requestHead) {
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept(requestHead) + "\r\n\r\n";
    }

    /** Returns the proof that a request's key was read. */
    static String accept(String requestHead) {
        int start = requestHead.indexOf(KEY) + KEY.length();
        String key = requestHead.substring(start, requestHead.indexOf("\r\n", start));
        byte[] joined = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(joined));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
