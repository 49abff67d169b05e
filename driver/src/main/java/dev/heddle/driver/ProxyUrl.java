package dev.heddle.driver;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where an HTTP proxy is: an {@code http:} URL, or an {@code https:} one if the connection to the proxy itself is TLS, with
 * the user info that it asks for. Immutable; keeps the user info to itself. Source: RFC 9110 §4.2, RFC 3986.
 */
public final class ProxyUrl {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final boolean secure;
    private final Authority authority;

    private ProxyUrl(boolean secure, Authority authority) {
        this.secure = secure;
        this.authority = authority;
    }

    /**
     * Reads a URL.
     *
     * @param url such as {@code http://user:password@proxy.example:3128}; user info is percent-encoded, a path is at most
     *     {@code /}
     * @throws IllegalArgumentException {@code … is not a valid proxy URL} if the scheme is another, a part breaks the
     *     grammar, there is more than the parts above, or the user info can not become credentials (RFC 7617 §2: no
     *     control character, and no colon in the name, encoded or not); the message does not repeat the user info
     */
    public static ProxyUrl parse(String url) {
        int start = schemeOf(url).length();
        int end = Authority.end(url, start);
        Authority authority = Authority.parse(url.substring(start, end));
        String path = url.substring(end);
        if (start == 0 || authority == null || !path.isEmpty() && !path.equals("/")) {
            throw new IllegalArgumentException(Authority.withoutUserInfo(url, start) + " is not a valid proxy URL");
        }
        return new ProxyUrl(start == "https://".length(), authority);
    }

    /** Tells whether the connection to the proxy is TLS. */
    public boolean secure() {
        return secure;
    }

    /** Returns the host; an IPv6 address stands in brackets. */
    public String host() {
        return authority.host();
    }

    /** Returns the host as a name to resolve or to check a certificate against: an IPv6 address without brackets. */
    public String hostName() {
        return Authority.nameOf(host());
    }

    /** Returns the port, 1 to 65535, the scheme's default if the URL names none. */
    public int port() {
        return authority.portOr(secure ? HTTPS : HTTP);
    }

    /** Returns the user info, still percent-encoded, or null. */
    @Nullable
    String userInfo() {
        return authority.userInfo();
    }

    /** Returns the URL without user info, which may be a secret. */
    @Override
    public String toString() {
        return (secure ? "https://" : "http://") + authority;
    }

    /** Returns the scheme of a URL with what separates it from the authority; empty if it is another. */
    private static String schemeOf(String url) {
        String lower =
                url.substring(0, Math.min(url.length(), "https://".length())).toLowerCase(Locale.ROOT);
        return lower.startsWith("https://") ? "https://" : lower.startsWith("http://") ? "http://" : "";
    }
}
