package dev.heddle.testkit.contract;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * The head of a request or response, read by hand.
 *
 * @param start the first line
 * @param fields by their names in any case; those that came more than once are joined by commas
 */
record Head(String start, Map<String, String> fields) {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    static Head read(Peer peer) throws IOException {
        String start = line(peer);
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(peer); !line.isEmpty(); line = line(peer)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new AssertionError("No header field: " + line);
            }
            fields.merge(
                    line.substring(0, colon), line.substring(colon + 1).strip(), (first, more) -> first + ", " + more);
        }
        return new Head(start, fields);
    }

    /** Returns a field, or an empty text. */
    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /** Returns a response's status. */
    int status() {
        String[] words = start.split(" ", 3);
        if (words.length < 2 || !words[0].equals("HTTP/1.1")) {
            throw new AssertionError("No response of HTTP/1.1: " + start);
        }
        return Integer.parseInt(words[1]);
    }

    /** Returns what a server answers to a key: RFC 6455 §4.2.2, item 5.4. */
    static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-1", e);
        }
    }

    /** Returns the next line without its end. */
    static String line(Peer peer) throws IOException {
        StringBuilder line = new StringBuilder();
        byte[] one = new byte[1];
        while (true) {
            if (peer.read(one, 0, 1) < 0) {
                throw new EOFException("The stream ended inside a head, behind: " + line);
            }
            if (one[0] == '\n') {
                int length = line.length();
                if (length == 0 || line.charAt(length - 1) != '\r') {
                    throw new AssertionError("A line that ends without CR: " + line);
                }
                return line.substring(0, length - 1);
            }
            line.append((char) (one[0] & 0xFF));
        }
    }
}
