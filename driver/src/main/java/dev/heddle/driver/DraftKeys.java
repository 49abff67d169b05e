package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The two keys in a draft 76 request, which with the eight bytes behind its head make the answer. Source:
 * draft-hixie-thewebsocketprotocol-76 §5.2.
 */
final class DraftKeys {

    /** How many bytes follow the request's head. */
    static final int BODY_BYTES = 8;

    private static final long MAX_NUMBER = 0xFFFF_FFFFL;

    private DraftKeys() {}

    /**
     * Returns the number in a key: its digits, divided by how many spaces it has.
     *
     * @throws ViolationException if there are no digits, no spaces, the division leaves a rest, or the result needs more
     *     than 32 bits
     */
    static int number(String key) throws ViolationException {
        long spaces = key.chars().filter(c -> c == ' ').count();
        long digits = 0;
        boolean any = false;
        for (int i = 0; i < key.length(); i++) {
            if (Grammar.isDigit(key.charAt(i))) {
                any = true;
                digits = digits * 10 + (key.charAt(i) - '0');
                // Checked at each digit, so that no number of them overflows.
                if (digits > MAX_NUMBER * spaces) {
                    throw ViolationException.of(Violation.DRAFT_KEYS);
                }
            }
        }
        if (!any || spaces == 0 || digits % spaces != 0) {
            throw ViolationException.of(Violation.DRAFT_KEYS);
        }
        return (int) (digits / spaces);
    }

    /** Returns the 16 bytes behind the response's head. */
    static byte[] answer(int number1, int number2, byte[] body) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(ByteBuffer.allocate(2 * Integer.BYTES)
                    .putInt(number1)
                    .putInt(number2)
                    .flip());
            return md5.digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }
}
