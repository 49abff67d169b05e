package dev.heddle.websocket;

import dev.heddle.driver.Headers;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a client asks for an event stream with. Immutable.
 *
 * @param url where
 * @param headers what it says more than the stream needs, such as {@code Authorization} or {@code Cookie}
 */
public record EventSourceRequest(HttpUrl url, Headers headers) {

    private static final Set<String> RESERVED = caseless(
            "Accept",
            "Accept-Encoding",
            "Cache-Control",
            "Last-Event-ID",
            "Host",
            "Connection",
            "Content-Length",
            "Transfer-Encoding",
            "Upgrade");

    /**
     * Checks the headers.
     *
     * @throws IllegalArgumentException if the request sets one of them itself, or it is for a proxy
     */
    public EventSourceRequest {
        headers.fields().forEach(field -> check(field.name()));
    }

    /**
     * Returns the same request to another URL.
     *
     * @throws IllegalArgumentException as {@link HttpUrl#parse} does
     */
    public EventSourceRequest withUrl(String newUrl) {
        return new EventSourceRequest(HttpUrl.parse(newUrl), headers);
    }

    /**
     * Returns the same request with a header, instead of those of that name.
     *
     * @throws IllegalArgumentException if it could not stand in a request, or the request sets it itself
     */
    public EventSourceRequest withHeader(String name, String value) {
        return new EventSourceRequest(url, with(headers, name, value));
    }

    /** Returns headers with one that a request may have, instead of those of that name. */
    static Headers with(Headers headers, String name, String value) {
        check(name);
        return without(headers, Set.of(name)).with(name, value);
    }

    /** Returns headers but those of some names. */
    static Headers without(Headers headers, Set<String> names) {
        return Headers.of(headers.fields().stream()
                .filter(field -> names.stream().noneMatch(field.name()::equalsIgnoreCase))
                .toList());
    }

    private static void check(String name) {
        if (RESERVED.contains(name)) {
            throw new IllegalArgumentException("Header " + name + " is set by the request for an event stream itself");
        }
        // RFC 9110 §11.7.1: a secret of the client and the proxy that it has chosen.
        if (name.equalsIgnoreCase("Proxy-Authorization")) {
            throw new IllegalArgumentException("Header " + name + " is for a proxy, not for the server");
        }
    }

    private static Set<String> caseless(String... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(Set.of(names));
        return set;
    }
}
