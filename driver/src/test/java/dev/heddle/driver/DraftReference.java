package dev.heddle.driver;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes the frames of a draft from all of its bytes at once, in the plainest way.
 *
 * @param messages the text messages, as the log of {@link DriverTester} has them
 * @param close what the close event says when the connection ends behind the bytes
 */
record DraftReference(List<String> messages, String close) {

    private static final String TOO_LARGE = "1009 WebSocket frame length too large";
    private static final String CLOSED = "1005";

    static DraftReference decode(String version, byte[] input, int start, int maxLength) {
        boolean closingHandshake = version.equals("hixie-76");
        String cut = closingHandshake ? "1006" : CLOSED;
        List<String> messages = new ArrayList<>();
        int i = start;
        while (i < input.length) {
            int type = input[i++] & 0xFF;
            if (type < 0x80) {
                int end = i;
                while (end < input.length && input[end] != (byte) 0xFF) {
                    end++;
                }
                if (end - i > maxLength) {
                    return new DraftReference(messages, TOO_LARGE);
                }
                if (end < input.length && type == 0) {
                    String text = new String(input, i, end - i, StandardCharsets.UTF_8);
                    if (text.getBytes(StandardCharsets.UTF_8).length > maxLength) {
                        return new DraftReference(messages, TOO_LARGE);
                    }
                    messages.add(("text " + Wire.hex(text)).trim());
                }
                i = end + 1;
                continue;
            }
            int length = 0;
            boolean more = true;
            while (more && i < input.length) {
                length = length << 7 | input[i] & 0x7F;
                more = input[i++] < 0;
                if (length > maxLength) {
                    return new DraftReference(messages, TOO_LARGE);
                }
            }
            if (!more && length == 0 && type == 0xFF && closingHandshake) {
                return new DraftReference(messages, CLOSED);
            }
            i += length;
        }
        return new DraftReference(messages, cut);
    }
}
