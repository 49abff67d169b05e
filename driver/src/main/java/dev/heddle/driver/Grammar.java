package dev.heddle.driver;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The small rules of HTTP's grammar that heads, headers and URLs share; all in one pass, without expressions. */
final class Grammar {

    private static final String TOKEN_PUNCTUATION = "!#$%&'*+-.^_`|~";
    private static final String URL_PUNCTUATION = "-._~!$&'()*+,;=";

    private Grammar() {}

    /** Tells whether a character may stand in a token. Source: RFC 9110 §5.6.2. */
    static boolean isTokenChar(int c) {
        return isAlphanumeric(c) || TOKEN_PUNCTUATION.indexOf(c) >= 0;
    }

    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(Grammar::isTokenChar);
    }

    static boolean isAlphanumeric(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c);
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isHexDigit(int c) {
        return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    /** Tells whether a character may stand in a field's value: no control but TAB, one octet. RFC 9110 §5.5. */
    static boolean isFieldValueChar(int c) {
        return c >= ' ' && c <= 0xFF && c != 0x7F || c == '\t';
    }

    static boolean isFieldValue(String text) {
        return badInFieldValue(text) < 0;
    }

    /** Returns where the first character stands that a field's value can not have, or -1. */
    static int badInFieldValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isFieldValueChar(text.charAt(i))) {
                return i;
            }
        }
        return -1;
    }

    /** Tells whether a text can stand in a request line as the target: visible ASCII without a fragment. */
    static boolean isRequestTarget(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '#');
    }

    /**
     * Tells whether a part of a URL has only unreserved characters, sub-delimiters, the punctuation given beside these, and
     * percent signs with two digits. Source: RFC 3986 §2, §3.
     */
    static boolean isUrlPart(String text, String punctuation) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escape = c == '%'
                    && i + 2 < text.length()
                    && isHexDigit(text.charAt(i + 1))
                    && isHexDigit(text.charAt(i + 2));
            if (!escape && !isAlphanumeric(c) && URL_PUNCTUATION.indexOf(c) < 0 && punctuation.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns the members of a comma-separated list, trimmed, empty ones left out. Source: RFC 9110 §5.6.1. */
    static List<String> list(String value) {
        List<String> members = members(value);
        members.removeIf(String::isEmpty);
        return members;
    }

    /** Returns what is between the commas, trimmed, be it empty. */
    static List<String> members(String value) {
        List<String> members = new ArrayList<>();
        for (int start = 0; start <= value.length(); ) {
            int comma = value.indexOf(',', start);
            int end = comma < 0 ? value.length() : comma;
            members.add(trim(value.substring(start, end)));
            start = end + 1;
        }
        return members;
    }

    static boolean listContains(String value, String member) {
        return list(value).stream().anyMatch(member::equalsIgnoreCase);
    }

    /** Removes the optional white space of RFC 9110 §5.6.3, which is less than {@link String#trim} takes. */
    static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    static boolean isSpace(int c) {
        return c == ' ' || c == '\t';
    }

    /** Checks the names of subprotocols before any of them is sent. Source: RFC 6455 §4.1. */
    static void checkProtocols(List<String> protocols) {
        Set<String> seen = new HashSet<>();
        for (String protocol : protocols) {
            if (!isToken(protocol)) {
                throw new IllegalArgumentException("Subprotocol " + quote(protocol) + " is not a token");
            }
            if (!seen.add(protocol.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("Subprotocol " + quote(protocol) + " stands twice");
            }
        }
    }

    /** Shows a text in a message, with everything escaped that could do harm there, and cut at 100 characters. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().limit(100).forEach(c -> {
            if (c >= ' ' && c < 0x7F && c != '"' && c != '\\') {
                quoted.append((char) c);
            } else {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
            }
        });
        return quoted.append(text.length() > 100 ? "…\"" : "\"").toString();
    }
}
