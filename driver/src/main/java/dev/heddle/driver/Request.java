package dev.heddle.driver;

import java.util.List;

/**
 * An HTTP request as far as its head goes.
 *
 * @param method the method, with regard to case
 * @param target the request target as received: a path with its query, or a whole URL (RFC 9112 §3.2)
 * @param version the version as received, such as {@code HTTP/1.1}
 * @param headers the header fields
 * @param secure whether the connection that carried it is TLS
 */
public record Request(String method, String target, String version, Headers headers, boolean secure) {

    /** Makes an HTTP/1.1 request that came over a connection without TLS. */
    public static Request of(String method, String target, Headers headers) {
        return new Request(method, target, "HTTP/1.1", headers, false);
    }

    /** Returns the path with its query, also where the target is a whole URL. */
    public String resource() {
        int authority = target.indexOf("://");
        if (authority < 1 || !target.chars().limit(authority).allMatch(Grammar::isAlphanumeric)) {
            return target;
        }
        int path = authority + 3;
        while (path < target.length() && "/?".indexOf(target.charAt(path)) < 0) {
            path++;
        }
        String resource = target.substring(path);
        return resource.startsWith("/") ? resource : "/" + resource;
    }

    /** Returns the path without its query, as it was sent: percent-encoded. */
    public String path() {
        String resource = resource();
        int query = resource.indexOf('?');
        return query < 0 ? resource : resource.substring(0, query);
    }

    /** Tells whether there is exactly one {@code Host}, and it is a host with or without a port. Source: RFC 9112 §3.2. */
    public boolean hasValidHost() {
        List<String> hosts = headers.all("Host");
        return hosts.size() == 1 && Authority.isHostAndPort(hosts.get(0));
    }

    /** Tells whether the target is a path or a whole URL, without a fragment. Source: RFC 9112 §3.2. */
    public boolean hasValidTarget() {
        // What begins with anything else would run into the host where they are put together.
        return Grammar.isRequestTarget(target) && resource().startsWith("/");
    }

    /**
     * Tells whether the request asks for a WebSocket: a GET whose {@code Connection} has the token upgrade and whose
     * {@code Upgrade} has websocket, both without regard to case. Source: RFC 6455 §4.2.1.
     */
    public boolean isWebSocket() {
        return method.equals("GET") && listContains("Connection", "upgrade") && listContains("Upgrade", "websocket");
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
