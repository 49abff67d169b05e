package dev.heddle.websocket;

import dev.heddle.driver.Headers;
import dev.heddle.driver.WebSocketUrl;
import java.net.ProtocolException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * For the adapter of a client: the rules of redirects, for {@code ws:}, {@code wss:}, {@code http:} and {@code https:} URLs. Messages
 * hold nothing of the {@code Location}, in which there may be secrets. Source: RFC 9110 §15.4, §10.2.2, RFC 3986 §5.
 */
public final class Redirects {

    /** The most redirects that an event stream may follow for one request. Source: Fetch, HTTP-redirect fetch. */
    public static final int MOST = 20;

    /** What is for one origin alone, in lower case. Source: Fetch, HTTP-redirect fetch; RFC 9110 §15.4. */
    private static final Set<String> FOR_ONE_ORIGIN = Set.of("authorization", "cookie", "proxy-authorization");

    private Redirects() {}

    /** Tells whether a response of that status sends the client elsewhere: 301, 302, 303, 307 or 308. */
    public static boolean isRedirect(int status) {
        return status >= 301 && status <= 303 || status == 307 || status == 308;
    }

    /**
     * Returns where a redirect leads. A {@code ws:} or {@code wss:} URL leads to one of these, where {@code http:} and {@code https:}
     * in the {@code Location} stand for them; an {@code http:} or {@code https:} URL to one of those. The URL's user info goes along
     * to the same origin.
     *
     * @param url the absolute URL that was asked for
     * @param response the response's fields
     * @throws ProtocolException if there is not exactly one {@code Location}; if it is no valid URL, has another scheme or user
     *     info, or leads from a secure scheme to another
     * @throws IllegalArgumentException if the first URL is not valid
     */
    public static String next(String url, Headers response) throws ProtocolException {
        List<String> locations = response.all("Location");
        if (locations.size() != 1) {
            throw new ProtocolException("there must be one Location header, not " + locations.size());
        }
        boolean http = isHttp(url);
        WebSocketUrl base = parse(url);
        String location = locations.get(0);
        if (UrlReference.hasScheme(location) && !(isHttp(location) || !http && isWebSocket(location))) {
            throw new ProtocolException(
                    "its Location must be " + (http ? "an http: or https:" : "a ws:, wss:, http: or https:") + " URL");
        }
        UrlReference target = UrlReference.resolve(base, webSocket(location));
        if (target.authority().contains("@")) {
            throw new ProtocolException("its Location must have no user info");
        }
        WebSocketUrl next;
        try {
            next = WebSocketUrl.parse(target.toString());
        } catch (IllegalArgumentException e) {
            // Not as the cause: its message has the URL.
            throw new ProtocolException("its Location is not a valid URL");
        }
        if (base.secure() && !next.secure()) {
            throw new ProtocolException("its Location must not leave " + (http ? "https:" : "wss:"));
        }
        String scheme = (http ? "http" : "ws") + (next.secure() ? "s" : "");
        String userInfo = base.userInfo() == null || !isSameOrigin(base, next) ? "" : base.userInfo() + "@";
        return scheme + "://" + userInfo + next.authority() + next.resource();
    }

    /**
     * Returns the headers of a request that may go along to where a redirect leads: all to the same origin (scheme, host and port),
     * and to another those that are no credentials.
     *
     * @throws IllegalArgumentException if a URL is not valid
     */
    public static Headers headers(Headers headers, String url, String next) {
        if (isSameOrigin(parse(url), parse(next))) {
            return headers;
        }
        return Headers.of(headers.fields().stream()
                .filter(field -> !FOR_ONE_ORIGIN.contains(field.name().toLowerCase(Locale.ROOT)))
                .toList());
    }

    private static boolean isSameOrigin(WebSocketUrl one, WebSocketUrl other) {
        return one.secure() == other.secure()
                && one.host().equalsIgnoreCase(other.host())
                && one.port() == other.port();
    }

    private static WebSocketUrl parse(String url) {
        return WebSocketUrl.parse(webSocket(url));
    }

    /** Returns an HTTP URL with the WebSocket's scheme instead of its own, as WHATWG WebSockets §3.1 has it; others as they are. */
    static String webSocket(String url) {
        return isHttp(url) ? "ws" + url.substring("http".length()) : url;
    }

    private static boolean isHttp(String url) {
        return startsWith(url, "http:") || startsWith(url, "https:");
    }

    private static boolean isWebSocket(String url) {
        return startsWith(url, "ws:") || startsWith(url, "wss:");
    }

    private static boolean startsWith(String url, String scheme) {
        return url.regionMatches(true, 0, scheme, 0, scheme.length());
    }
}
