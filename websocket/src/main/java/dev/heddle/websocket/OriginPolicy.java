package dev.heddle.websocket;

import dev.heddle.driver.Request;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may open a WebSocket to a server. Browsers send cookies with it wherever the page came from, so a server
 * that does not look at {@code Origin} lets every page act as its visitor. Source: RFC 6455 §10.2, RFC 6454.
 */
@FunctionalInterface
public interface OriginPolicy {

    /** Tells whether the request's origin may go on; must not block. */
    boolean allows(Request request);

    /** Allows pages of the server's own scheme, host and port, and requests without an origin: not from a browser. */
    static OriginPolicy sameOrigin() {
        return request -> {
            List<String> origins = request.headers().all("Origin");
            String host = request.host();
            if (origins.isEmpty()) {
                return !isFromAnotherSite(request);
            }
            String own = host == null ? null : normalize((request.secure() ? "https://" : "http://") + host);
            return origins.size() == 1 && own != null && own.equals(normalize(origins.get(0)));
        };
    }

    /**
     * Allows pages of the given origins, and requests without one.
     *
     * @param origins such as {@code https://example.com} or {@code http://localhost:3000}
     * @throws IllegalArgumentException if one is not a scheme of http or https, a host and maybe a port
     */
    static OriginPolicy allow(String... origins) {
        Set<String> allowed = Arrays.stream(origins)
                .map(origin -> {
                    String normal = normalize(origin);
                    if (normal == null) {
                        throw new IllegalArgumentException("Not an origin: " + origin);
                    }
                    return normal;
                })
                .collect(Collectors.toUnmodifiableSet());
        return request -> {
            List<String> sent = request.headers().all("Origin");
            if (sent.isEmpty()) {
                return !isFromAnotherSite(request);
            }
            String normal = normalize(sent.get(0));
            return sent.size() == 1 && normal != null && allowed.contains(normal);
        };
    }

    /** Allows every page of the web: for servers that identify nobody by cookies or by the network that they are in. */
    static OriginPolicy anyOrigin() {
        return request -> true;
    }

    /**
     * Tells whether a browser says that a page of another site asks, in a way that has no {@code Origin}: a fetch of an event stream
     * whose answer the page may not read, but that comes with cookies. Source: Fetch Metadata §2.3.
     */
    private static boolean isFromAnotherSite(Request request) {
        String site = request.headers().first("Sec-Fetch-Site");
        return "cross-site".equalsIgnoreCase(site) || "same-site".equalsIgnoreCase(site);
    }

    /** Returns an origin in lower case and with its port, or null if it is none. */
    private static @Nullable String normalize(String origin) {
        String lower = origin.toLowerCase(Locale.ROOT);
        boolean secure = lower.startsWith("https://");
        if (!secure && !lower.startsWith("http://")) {
            return null;
        }
        String authority = lower.substring(secure ? 8 : 7);
        if (authority.isEmpty() || authority.chars().anyMatch(c -> "/?#@\\ ".indexOf(c) >= 0)) {
            return null;
        }
        boolean hasPort = authority.indexOf(':', authority.indexOf(']') + 1) >= 0;
        return hasPort ? lower : lower + (secure ? ":443" : ":80");
    }
}
