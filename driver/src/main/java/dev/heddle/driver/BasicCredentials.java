package dev.heddle.driver;

import java.util.Arrays;
import java.util.Base64;

/** A URL's user info as credentials of HTTP's scheme Basic. Source: RFC 7617 §2, RFC 3986 §3.2.1. */
final class BasicCredentials {

    private BasicCredentials() {}

    /**
     * Tells whether a text is user info from which credentials can be made: they hold no control character, and the name of
     * the user no colon, percent-encoded ones included. Nothing at all is user info too.
     */
    static boolean isUserInfo(String text) {
        if (!Grammar.isUrlPart(text, ":")) {
            return false;
        }
        int colon = text.indexOf(':');
        String user = colon < 0 ? text : text.substring(0, colon);
        return !contains(octets(user), ':') && !hasControls(octets(text));
    }

    /**
     * Returns the value of an {@code Authorization} or {@code Proxy-Authorization} field.
     *
     * @param userInfo a user's name, or name and password with a colon between them
     */
    static String of(String userInfo) {
        String nameAndPassword = userInfo.indexOf(':') < 0 ? userInfo + ":" : userInfo;
        return "Basic " + Base64.getEncoder().encodeToString(octets(nameAndPassword));
    }

    /** Takes the percent encoding off; octets that are no UTF-8 stay what they are. */
    static byte[] octets(String userInfo) {
        byte[] octets = new byte[userInfo.length()];
        int length = 0;
        for (int i = 0; i < userInfo.length(); i++) {
            char c = userInfo.charAt(i);
            if (c == '%') {
                octets[length++] = (byte) Integer.parseInt(userInfo, i + 1, i + 3, 16);
                i += 2;
            } else {
                octets[length++] = (byte) c;
            }
        }
        return Arrays.copyOf(octets, length);
    }

    private static boolean contains(byte[] octets, char wanted) {
        for (byte octet : octets) {
            if (octet == wanted) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasControls(byte[] octets) {
        for (byte octet : octets) {
            if (octet >= 0 && octet < ' ' || octet == 0x7F) {
                return true;
            }
        }
        return false;
    }
}
