package dev.heddle.driver;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/** Writes HTTP heads; the one place where names and values of others become lines, checked in {@link Headers.Field}. */
final class HttpWriter {

    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    /** What the handshake itself says; an application that could say it too could contradict it. */
    private static final Set<String> RESERVED = caseless(
            "Host",
            "Upgrade",
            "Connection",
            "Content-Length",
            "Transfer-Encoding",
            "Sec-WebSocket-Key",
            "Sec-WebSocket-Version",
            "Sec-WebSocket-Accept",
            "Sec-WebSocket-Protocol",
            "Sec-WebSocket-Extensions",
            "Sec-WebSocket-Origin",
            "Sec-WebSocket-Location",
            "WebSocket-Origin",
            "WebSocket-Location",
            "WebSocket-Protocol");

    /** The fields that may stand more than once. */
    private static final Set<String> REPEATABLE = caseless("Set-Cookie", "Set-Cookie2", "Warning", "WWW-Authenticate");

    private final StringBuilder head = new StringBuilder(256);

    HttpWriter(String startLine) {
        head.append(startLine).append("\r\n");
    }

    /** Adds a field. */
    HttpWriter field(String name, String value) {
        return field(new Headers.Field(name, value));
    }

    HttpWriter field(Headers.Field field) {
        head.append(field.name()).append(": ").append(field.value()).append("\r\n");
        return this;
    }

    HttpWriter fields(Headers headers) {
        headers.fields().forEach(this::field);
        return this;
    }

    byte[] end() {
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Returns a whole response. To a HEAD request it is without its body, which it still tells the length of; a 204 and a 304 have
     * neither. Source: RFC 9110 §8.6, §9.3.2, §15.4.5.
     */
    static byte[] response(Response response, String method) {
        HttpWriter writer = new HttpWriter("HTTP/1.1 " + response.status() + " " + phrase(response.status()))
                .fields(response.headers());
        boolean content = response.status() != NO_CONTENT && response.status() != NOT_MODIFIED;
        if (content) {
            writer.field("Content-Length", Integer.toString(response.body().length));
        }
        byte[] head = writer.end();
        if (!content || method.equals("HEAD")) {
            return head;
        }
        byte[] whole = new byte[head.length + response.body().length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(response.body(), 0, whole, head.length, response.body().length);
        return whole;
    }

    /**
     * Adds a field of the application's to those of the handshake; a repeated name is ignored unless it may repeat.
     *
     * @throws IllegalArgumentException if name or value would break the head, or the handshake sets that name itself
     */
    static Headers add(Headers headers, String name, String value) {
        // RFC 9110 §11.7.1: a secret of the client and the proxy that it has chosen.
        if (name.equalsIgnoreCase("Proxy-Authorization")) {
            throw new IllegalArgumentException("Header " + name + " is for a proxy, not for the server");
        }
        return addForProxy(headers, name, value);
    }

    /** Adds a field to the request for a tunnel, as {@link #add} does to a handshake. */
    static Headers addForProxy(Headers headers, String name, String value) {
        if (RESERVED.contains(name)) {
            throw new IllegalArgumentException("Header " + name + " is set by the handshake itself");
        }
        Headers more = headers.with(name, value);
        return headers.contains(name) && !REPEATABLE.contains(name) ? headers : more;
    }

    /** Returns the phrase of the statuses that a handshake can meet. Source: RFC 9110 §15. */
    static String phrase(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 204 -> "No Content";
            case 301 -> "Moved Permanently";
            case 302 -> "Found";
            case 303 -> "See Other";
            case 307 -> "Temporary Redirect";
            case 308 -> "Permanent Redirect";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 414 -> "URI Too Long";
            case 426 -> "Upgrade Required";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 503 -> "Service Unavailable";
            case 505 -> "HTTP Version Not Supported";
            default -> "Status " + status;
        };
    }

    /** Returns names that are compared without regard to case. */
    static Set<String> caseless(String... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(Set.of(names));
        return set;
    }
}
