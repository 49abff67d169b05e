package dev.heddle.driver;

import org.jspecify.annotations.Nullable;

/**
 * The authority of a URL, and of a {@code Host} field. Source: RFC 3986 §3.2.
 *
 * @param userInfo the part in front of the {@code @}, still percent-encoded; null if there is none or it is empty
 * @param host the host; an IPv6 address stands in brackets
 * @param port the port, 1 to 65535, or {@link #NO_PORT}
 */
record Authority(@Nullable String userInfo, String host, int port) {

    static final int NO_PORT = -1;

    private static final int MALFORMED = 0;
    private static final int MAX_PORT = 65_535;

    /** Returns the parts of an authority; null if it breaks the grammar. */
    static @Nullable Authority parse(String text) {
        int at = text.lastIndexOf('@');
        String userInfo = text.substring(0, Math.max(at, 0));
        String hostAndPort = text.substring(at + 1);
        int colon = colonOf(hostAndPort);
        String host = hostAndPort.substring(0, colon);
        int port = portOf(hostAndPort.substring(colon));
        if (!isHost(host) || port == MALFORMED || !BasicCredentials.isUserInfo(userInfo)) {
            return null;
        }
        return new Authority(userInfo.isEmpty() ? null : userInfo, host, port);
    }

    /** Tells whether a text is a host with or without a port, as in a {@code Host} field. Source: RFC 9110 §7.2. */
    static boolean isHostAndPort(String text) {
        return text.indexOf('@') < 0 && parse(text) != null;
    }

    /** Returns where the authority of a URL ends that begins at a place. */
    static int end(String url, int start) {
        int end = start;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /**
     * Returns a malformed URL for a message: everything between its scheme and its last {@code @} could be a password.
     *
     * @param start where the scheme ends
     */
    static String withoutUserInfo(String url, int start) {
        int at = url.lastIndexOf('@');
        return at < start ? url : url.substring(0, start) + url.substring(at + 1);
    }

    /** Returns a host as a name to resolve: an IPv6 address without its brackets. */
    static String nameOf(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    int portOr(int defaultPort) {
        return port == NO_PORT ? defaultPort : port;
    }

    /** Returns host and port alone: user info can be a secret. */
    @Override
    public String toString() {
        return port == NO_PORT ? host : host + ":" + port;
    }

    private static boolean isHost(String text) {
        if (text.startsWith("[")) {
            return text.endsWith("]") && Ipv6.isAddress(nameOf(text));
        }
        return !text.isEmpty() && Grammar.isUrlPart(text, "");
    }

    /** Returns where the port's colon is, or the length. */
    private static int colonOf(String hostAndPort) {
        int colon = hostAndPort.indexOf(':', hostAndPort.startsWith("[") ? hostAndPort.indexOf(']') + 1 : 0);
        return colon < 0 ? hostAndPort.length() : colon;
    }

    /** Reads a port with its colon; either may be missing. */
    private static int portOf(String digits) {
        if (digits.length() <= 1) {
            return NO_PORT;
        }
        int port = 0;
        for (int i = 1; i < digits.length(); i++) {
            if (!Grammar.isDigit(digits.charAt(i)) || port > MAX_PORT) {
                return MALFORMED;
            }
            port = port * 10 + (digits.charAt(i) - '0');
        }
        return port > MAX_PORT ? MALFORMED : port;
    }
}
