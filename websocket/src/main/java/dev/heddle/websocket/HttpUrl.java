package dev.heddle.websocket;

import dev.heddle.driver.WebSocketUrl;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An {@code http:} or {@code https:} URL, of which the fragment is left out. It has no user info: credentials go in a header.
 * Immutable. Source: RFC 9110 §4.2, RFC 3986.
 */
public final class HttpUrl {

    /** The same grammar with another name of the scheme. */
    private final WebSocketUrl parts;

    private HttpUrl(WebSocketUrl parts) {
        this.parts = parts;
    }

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException if it is not valid, has another scheme, or has user info; the message repeats neither that
     *     nor a query
     */
    public static HttpUrl parse(String url) {
        String text = withoutFragment(url);
        int scheme = schemeLength(text);
        WebSocketUrl parts;
        try {
            parts = WebSocketUrl.parse("ws" + text.substring(Math.min("http".length(), text.length())));
        } catch (IllegalArgumentException e) {
            throw invalid(url, scheme);
        }
        if (scheme == 0) {
            throw invalid(url, scheme);
        }
        if (parts.userInfo() != null) {
            throw new IllegalArgumentException(
                    shown(url, scheme) + " was given with user info; credentials go in the header Authorization");
        }
        return new HttpUrl(parts);
    }

    /** Tells whether the scheme is https. */
    public boolean secure() {
        return parts.secure();
    }

    /** Returns the host as a name to resolve or to check a certificate against: an IPv6 address without brackets. */
    public String hostName() {
        return parts.hostName();
    }

    /** Returns the port, 1 to 65535, the scheme's default if the URL names none. */
    public int port() {
        return parts.port();
    }

    /** Returns the value of the {@code Host} field: the port only where it is not the scheme's own. */
    public String authority() {
        return parts.authority();
    }

    /** Returns the URL of a WebSocket with the same server, by which proxies are chosen and asked; the path is not in it. */
    public WebSocketUrl server() {
        return WebSocketUrl.parse((secure() ? "wss://" : "ws://") + authority() + "/");
    }

    /** Returns the path, at least {@code /}, with the query. */
    public String resource() {
        return parts.resource();
    }

    /** Returns the whole URL, with a query that may hold a secret. */
    public String url() {
        return origin() + resource();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HttpUrl that && url().equals(that.url());
    }

    @Override
    public int hashCode() {
        return url().hashCode();
    }

    /** Returns the URL for logs and messages: without its query, which may be a secret. */
    @Override
    public String toString() {
        return origin() + path();
    }

    private String origin() {
        return (secure() ? "https://" : "http://") + authority();
    }

    private String path() {
        int query = resource().indexOf('?');
        return query < 0 ? resource() : resource().substring(0, query);
    }

    private static String withoutFragment(String url) {
        int fragment = url.indexOf('#');
        return fragment < 0 ? url : url.substring(0, fragment);
    }

    /** Returns the length of the scheme with what separates it from the authority; 0 if it is another. */
    private static int schemeLength(String url) {
        String lower =
                url.substring(0, Math.min(url.length(), "https://".length())).toLowerCase(Locale.ROOT);
        return lower.startsWith("https://")
                ? "https://".length()
                : lower.startsWith("http://") ? "http://".length() : 0;
    }

    private static IllegalArgumentException invalid(String url, int scheme) {
        return new IllegalArgumentException(shown(url, scheme) + " is not a valid http: or https: URL");
    }

    /**
     * Returns a URL for a message: without what could be a secret. Where an {@code @} is behind what could begin a query, nobody knows
     * which is user info and which is query.
     */
    private static String shown(String url, int scheme) {
        int at = url.lastIndexOf('@');
        int query = url.indexOf('?', scheme);
        String open = withoutFragment(query < 0 ? url : url.substring(0, query));
        String rest = at >= open.length() ? "…" : open.substring(Math.max(scheme, at + 1));
        return Printable.escape(url.substring(0, scheme)) + Printable.escape(rest);
    }
}
