package dev.heddle.driver;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a proxy is: for an HTTP proxy an {@code http:} URL, or an {@code https:} one if the connection to the proxy itself is
 * TLS, for a SOCKS5 proxy a {@code socks5:} or {@code socks5h:} URL, which mean the same: the proxy looks up the server's name.
 * With it the user info that the proxy asks for. Immutable; keeps the user info to itself. Source: RFC 9110 §4.2, RFC 3986.
 */
public final class ProxyUrl {

    /** The most octets that SOCKS5 has for a user's name, and for the password. Source: RFC 1929 §2. */
    private static final int MAX_SOCKS_CREDENTIAL = 255;

    private enum Scheme {
        HTTP("http://", 80),
        HTTPS("https://", 443),
        SOCKS5("socks5://", 1080),
        SOCKS5H("socks5h://", 1080);

        private final String prefix;
        private final int port;

        Scheme(String prefix, int port) {
            this.prefix = prefix;
            this.port = port;
        }
    }

    private final Scheme scheme;
    private final Authority authority;

    private ProxyUrl(Scheme scheme, Authority authority) {
        this.scheme = scheme;
        this.authority = authority;
    }

    /**
     * Reads a URL.
     *
     * @param url such as {@code http://user:password@proxy.example:3128}; user info is percent-encoded, a path is at most
     *     {@code /}
     * @throws IllegalArgumentException {@code … is not a valid proxy URL} if the scheme is another, a part breaks the
     *     grammar, there is more than the parts above, or the user info can not become credentials (RFC 7617 §2: no
     *     control character, and no colon in the name, encoded or not; RFC 1929 §2 for SOCKS5: at most 255 octets each); the
     *     message does not repeat the user info
     */
    public static ProxyUrl parse(String url) {
        Scheme scheme = schemeOf(url);
        int start = scheme == null ? 0 : scheme.prefix.length();
        int end = Authority.end(url, start);
        Authority authority = Authority.parse(url.substring(start, end));
        String path = url.substring(end);
        if (scheme == null || authority == null || !path.isEmpty() && !path.equals("/")) {
            throw invalid(url, start);
        }
        ProxyUrl parsed = new ProxyUrl(scheme, authority);
        if (parsed.socks5()
                && (parsed.user().length > MAX_SOCKS_CREDENTIAL || parsed.password().length > MAX_SOCKS_CREDENTIAL)) {
            throw invalid(url, start);
        }
        return parsed;
    }

    /** Tells whether the connection to the proxy is TLS. */
    public boolean secure() {
        return scheme == Scheme.HTTPS;
    }

    /** Tells whether the proxy speaks SOCKS5, and not HTTP. */
    public boolean socks5() {
        return scheme == Scheme.SOCKS5 || scheme == Scheme.SOCKS5H;
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
        return authority.portOr(scheme.port);
    }

    /** Returns the user info, still percent-encoded, or null. */
    @Nullable
    String userInfo() {
        return authority.userInfo();
    }

    /** Returns the octets of the user's name, none if there is no user info. */
    byte[] user() {
        String all = userInfo();
        if (all == null) {
            return new byte[0];
        }
        int colon = all.indexOf(':');
        return BasicCredentials.octets(colon < 0 ? all : all.substring(0, colon));
    }

    /** Returns the octets of the password, none if there is no password. */
    byte[] password() {
        String all = userInfo();
        int colon = all == null ? -1 : all.indexOf(':');
        return all == null || colon < 0 ? new byte[0] : BasicCredentials.octets(all.substring(colon + 1));
    }

    /** Returns the URL without user info, which may be a secret. */
    @Override
    public String toString() {
        return (socks5() ? Scheme.SOCKS5 : scheme).prefix + authority;
    }

    /** Returns the scheme of a URL, or null if it is another. */
    private static @Nullable Scheme schemeOf(String url) {
        int length = Math.min(url.length(), Scheme.SOCKS5H.prefix.length());
        String lower = url.substring(0, length).toLowerCase(Locale.ROOT);
        for (Scheme scheme : Scheme.values()) {
            if (lower.startsWith(scheme.prefix)) {
                return scheme;
            }
        }
        return null;
    }

    private static IllegalArgumentException invalid(String url, int start) {
        return new IllegalArgumentException(Authority.withoutUserInfo(url, start) + " is not a valid proxy URL");
    }
}
