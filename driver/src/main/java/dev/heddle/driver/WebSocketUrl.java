package dev.heddle.driver;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a {@code ws:} or {@code wss:} URL. Source: RFC 6455 §3, RFC 3986. Unlike {@link java.net.URI} it knows
 * host names with underscores, which many local networks have.
 *
 * @param url the URL as it was given
 * @param secure whether the scheme is wss
 * @param host the host; an IPv6 address stands in brackets
 * @param port the port, 1 to 65535, the scheme's default if the URL names none
 * @param userInfo the part in front of the {@code @}, still percent-encoded, or null
 * @param resource the path, at least {@code /}, with the query
 */
public record WebSocketUrl(
        String url,
        boolean secure,
        String host,
        int port,
        @Nullable String userInfo,
        String resource) {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int MAX_PORT = 65_535;

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException {@code … is not a valid WebSocket URL} if the scheme is another, a part breaks
     *     the grammar, or there is a fragment
     */
    public static WebSocketUrl parse(String url) {
        String lower = url.substring(0, Math.min(url.length(), 6)).toLowerCase(Locale.ROOT);
        boolean secure = lower.startsWith("wss://");
        if (!secure && !lower.startsWith("ws://")) {
            throw invalid(url);
        }
        int start = secure ? 6 : 5;
        int end = start;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        String authority = url.substring(start, end);
        int at = authority.lastIndexOf('@');
        String userInfo = at < 0 ? null : authority.substring(0, at);
        String hostAndPort = authority.substring(at + 1);
        int port = portOf(hostAndPort);
        String resource = url.substring(end);
        if (!resource.startsWith("/")) {
            resource = "/" + resource;
        }
        if (!isAuthority(hostAndPort)
                || port == 0
                || userInfo != null && !hasOnly(userInfo, "-._~!$&'()*+,;=:%")
                || !hasOnly(resource, "-._~!$&'()*+,;=:%@/?")) {
            throw invalid(url);
        }
        int defaultPort = secure ? HTTPS : HTTP;
        return new WebSocketUrl(url, secure, hostOf(hostAndPort), port < 0 ? defaultPort : port, userInfo, resource);
    }

    /** Returns the value of the {@code Host} field: the port only where it is not the scheme's own. */
    public String authority() {
        return port == (secure ? HTTPS : HTTP) ? host : host + ":" + port;
    }

    /** Returns the host as a name to resolve or to check a certificate against: an IPv6 address without brackets. */
    public String hostName() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Returns the URL without user info, which may be a secret. */
    @Override
    public String toString() {
        return (secure ? "wss://" : "ws://") + authority() + resource;
    }

    /** Tells whether a text is a host with or without a port, as in a {@code Host} field. Source: RFC 3986 §3.2. */
    static boolean isAuthority(String text) {
        String host = hostOf(text);
        if (host.isEmpty() || portOf(text) == 0) {
            return false;
        }
        if (host.charAt(0) != '[') {
            return hasOnly(host, "-._~!$&'()*+,;=%");
        }
        return host.endsWith("]") && Ipv6.isAddress(host.substring(1, host.length() - 1));
    }

    private static String hostOf(String authority) {
        return authority.substring(0, colonOf(authority));
    }

    /** Returns the port, −1 if there is none, 0 if it is not a number from 1 to 65535. */
    private static int portOf(String authority) {
        String digits = authority.substring(colonOf(authority));
        if (digits.length() <= 1) {
            return -1;
        }
        int port = 0;
        for (int i = 1; i < digits.length(); i++) {
            if (!Grammar.isDigit(digits.charAt(i)) || port > MAX_PORT) {
                return 0;
            }
            port = port * 10 + (digits.charAt(i) - '0');
        }
        return port > MAX_PORT ? 0 : port;
    }

    /** Returns where the port's colon is, or the length. */
    private static int colonOf(String authority) {
        int colon = authority.indexOf(':', authority.startsWith("[") ? authority.indexOf(']') + 1 : 0);
        return colon < 0 ? authority.length() : colon;
    }

    /** Tells whether a text has only letters, digits, the given punctuation, and percent signs with two digits. */
    private static boolean hasOnly(String text, String punctuation) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Grammar.isAlphanumeric(c) && punctuation.indexOf(c) < 0) {
                return false;
            }
            if (c == '%'
                    && !(i + 2 < text.length()
                            && Grammar.isHexDigit(text.charAt(i + 1))
                            && Grammar.isHexDigit(text.charAt(i + 2)))) {
                return false;
            }
        }
        return true;
    }

    private static IllegalArgumentException invalid(String url) {
        return new IllegalArgumentException(url + " is not a valid WebSocket URL");
    }
}
