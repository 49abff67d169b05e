package dev.heddle.driver;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request as far as its head goes.
 *
 * @param method the method, with regard to case
 * @param target the request target as received: a path with its query, or a whole URL (RFC 9112 §3.2)
 * @param version the version as received, such as {@code HTTP/1.1}; {@code HTTP/2} if it came over that
 * @param headers the header fields; in HTTP/2, where {@code :authority} stands for it, with {@code Host} all the same
 * @param secure whether the connection that carried it is TLS
 * @param protocol what an extended CONNECT asks for, its {@code :protocol} (RFC 8441 §4); null for any other request
 */
public record Request(
        String method,
        String target,
        String version,
        Headers headers,
        boolean secure,
        @Nullable String protocol) {

    private static final String WEBSOCKET = "websocket";

    /** Makes a request that is no extended CONNECT. */
    public Request(String method, String target, String version, Headers headers, boolean secure) {
        this(method, target, version, headers, secure, null);
    }

    /**
     * Makes an extended CONNECT of HTTP/2. Source: RFC 8441 §4.
     *
     * @param protocol the {@code :protocol}, which is {@code websocket} for a WebSocket
     * @param target the {@code :path}
     * @param headers the header fields, with the {@code :authority} as {@code Host}
     * @param secure whether the connection is TLS: the {@code :scheme} is https then, else http
     */
    public static Request extendedConnect(String protocol, String target, Headers headers, boolean secure) {
        return new Request("CONNECT", target, "HTTP/2", headers, secure, protocol);
    }

    /** Makes an HTTP/1.1 request that came over a connection without TLS. */
    public static Request of(String method, String target, Headers headers) {
        return new Request(method, target, "HTTP/1.1", headers, false);
    }

    /** Returns the path with its query, also where the target is a whole URL. */
    public String resource() {
        int authority = authority();
        if (authority < 0) {
            return target;
        }
        String resource = target.substring(endOfAuthority(authority));
        return resource.startsWith("/") ? resource : "/" + resource;
    }

    /** Returns where the authority of a target begins that is a whole URL, or -1. */
    private int authority() {
        int scheme = target.indexOf("://");
        boolean whole = scheme > 0 && target.chars().limit(scheme).allMatch(Grammar::isAlphanumeric);
        return whole ? scheme + 3 : -1;
    }

    private int endOfAuthority(int start) {
        int end = start;
        while (end < target.length() && "/?".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /** Returns the path without its query, as it was sent: percent-encoded. */
    public String path() {
        String resource = resource();
        int query = resource.indexOf('?');
        return query < 0 ? resource : resource.substring(0, query);
    }

    /**
     * Returns the host, maybe with a port, that the request is for: that of a target that is a whole URL, whatever {@code Host} says,
     * else {@code Host}, or null if there is neither. Source: RFC 9112 §3.2.2.
     */
    public @Nullable String host() {
        int start = authority();
        return start < 0 ? headers.first("Host") : target.substring(start, endOfAuthority(start));
    }

    /** Tells whether there is exactly one {@code Host}, and it is a host with or without a port. Source: RFC 9112 §3.2. */
    public boolean hasValidHost() {
        List<String> hosts = headers.all("Host");
        return hosts.size() == 1 && Authority.isHostAndPort(hosts.get(0));
    }

    /** Tells whether the target is a path or a whole URL, without user info or a fragment. Source: RFC 9112 §3.2. */
    public boolean hasValidTarget() {
        int start = authority();
        // What begins with anything else would run into the host where they are put together.
        return Grammar.isRequestTarget(target)
                && resource().startsWith("/")
                && (start < 0 || Authority.isHostAndPort(target.substring(start, endOfAuthority(start))));
    }

    /**
     * Tells whether the request asks for a WebSocket: a GET whose {@code Connection} has the token upgrade and whose
     * {@code Upgrade} has websocket, both without regard to case; or an extended CONNECT to it. Source: RFC 6455 §4.2.1,
     * RFC 8441 §5.
     */
    public boolean isWebSocket() {
        if (protocol != null) {
            return method.equals("CONNECT") && protocol.equalsIgnoreCase(WEBSOCKET);
        }
        return method.equals("GET") && listContains("Connection", "upgrade") && listContains("Upgrade", WEBSOCKET);
    }

    /**
     * Tells whether the client came by TLS: over this connection or, if the proxy in front is trusted, by what that
     * says.
     */
    public boolean isSecure(boolean trustForwarded) {
        return secure
                || trustForwarded
                        && (says("HTTPS", "on")
                                || says("X-Forwarded-SSL", "on")
                                || says("X-Forwarded-Scheme", "https")
                                || says("X-Forwarded-Proto", "https"));
    }

    private boolean says(String name, String value) {
        return value.equals(headers.first(name));
    }

    private boolean listContains(String name, String member) {
        String value = headers.joined(name);
        return value != null && Grammar.listContains(value, member);
    }
}
