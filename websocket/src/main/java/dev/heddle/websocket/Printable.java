package dev.heddle.websocket;

import java.util.HexFormat;

/** Makes a peer's words safe to show in a log or a terminal. */
public final class Printable {

    private static final int LIMIT = 256;
    private static final HexFormat HEX = HexFormat.of();

    private Printable() {}

    /**
     * Returns a text of at most 256 characters for a log, with what is escaped by {@link #escape(String, int)}.
     */
    public static String escape(String text) {
        return escape(text, LIMIT);
    }

    /**
     * Returns a text in which line breaks and other controls (C0, DEL, C1), marks that turn the direction of writing, and
     * lone surrogates stand as {@code \\}{@code u} with four digits.
     *
     * @param limit the most characters of the text that are kept
     */
    public static String escape(String text, int limit) {
        StringBuilder safe = new StringBuilder(Math.min(text.length(), limit) + 16);
        int kept = 0;
        for (int i = 0; i < text.length(); kept++) {
            if (kept == limit) {
                return safe.append('…').toString();
            }
            int c = text.codePointAt(i);
            if (isUnsafe(c)) {
                safe.append("\\u").append(HEX.toHexDigits((char) c));
            } else {
                safe.appendCodePoint(c);
            }
            i += Character.charCount(c);
        }
        return safe.toString();
    }

    private static boolean isUnsafe(int c) {
        return Character.isISOControl(c)
                || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE
                || c == 0x061C
                || c == 0x200E
                || c == 0x200F
                || c >= 0x2028 && c <= 0x202E
                || c >= 0x2066 && c <= 0x2069;
    }
}
