package dev.heddle.driver;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.Consumer;

/** {@code Sec-WebSocket-Key} and the {@code Sec-WebSocket-Accept} that answers it. Source: RFC 6455 §4.1, §4.2.2. */
public final class HandshakeKey {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int BYTES = 16;
    /** 16 bytes in Base64: 22 characters and two of padding. */
    private static final int BASE64_LENGTH = 24;

    private HandshakeKey() {}

    /**
     * Makes a key.
     *
     * @param random fills an array with bytes that nobody can guess
     * @return 16 such bytes in Base64
     */
    public static String generate(Consumer<byte[]> random) {
        byte[] bytes = new byte[BYTES];
        random.accept(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    static boolean isValid(String key) {
        if (key.length() != BASE64_LENGTH || !key.endsWith("==")) {
            return false;
        }
        return key.chars().limit(BASE64_LENGTH - 2).allMatch(c -> Grammar.isAlphanumeric(c) || c == '+' || c == '/');
    }

    static String accept(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder().encodeToString(sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }

    /** Tells whether an answer fits the key, in a time that does not depend on where they differ. */
    public static boolean accepts(String key, String accept) {
        return MessageDigest.isEqual(
                accept(key).getBytes(StandardCharsets.US_ASCII), accept.getBytes(StandardCharsets.ISO_8859_1));
    }
}
