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
 * @param userInfo the part in front of the {@code @}, still percent-encoded; null if there is none or it is empty
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

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException {@code … is not a valid WebSocket URL} if the scheme is another, a part breaks
     *     the grammar, there is a fragment, or the user info can not become credentials (RFC 7617 §2: no control
     *     character, and no colon in the name, encoded or not); the message has neither that nor a query, which may be secrets
     */
    public static WebSocketUrl parse(String url) {
        String lower = url.substring(0, Math.min(url.length(), 6)).toLowerCase(Locale.ROOT);
        boolean secure = lower.startsWith("wss://");
        if (!secure && !lower.startsWith("ws://")) {
            throw invalid(url, 0);
        }
        int start = secure ? 6 : 5;
        int end = Authority.end(url, start);
        Authority authority = Authority.parse(url.substring(start, end));
        String resource = url.substring(end);
        if (!resource.startsWith("/")) {
            resource = "/" + resource;
        }
        if (authority == null || !Grammar.isUrlPart(resource, ":@/?")) {
            throw invalid(url, start);
        }
        int port = authority.portOr(secure ? HTTPS : HTTP);
        return new WebSocketUrl(url, secure, authority.host(), port, authority.userInfo(), resource);
    }

    /** Returns the value of the {@code Host} field: the port only where it is not the scheme's own. */
    public String authority() {
        return port == (secure ? HTTPS : HTTP) ? host : host + ":" + port;
    }

    /** Returns the host as a name to resolve or to check a certificate against: an IPv6 address without brackets. */
    public String hostName() {
        return Authority.nameOf(host);
    }

    /** Returns the URL without user info, which may be a secret. */
    @Override
    public String toString() {
        return (secure ? "wss://" : "ws://") + authority() + resource;
    }

    private static IllegalArgumentException invalid(String url, int start) {
        int query = url.indexOf('?', start);
        String shown;
        if (query >= 0 && query < url.lastIndexOf('@')) {
            // Nobody knows whether what is behind that is still user info or query; either may be a secret.
            shown = url.substring(0, start) + "…";
        } else {
            shown = Authority.withoutUserInfo(query < 0 ? url : url.substring(0, query), start);
        }
        return new IllegalArgumentException(shown + " is not a valid WebSocket URL");
    }
}
