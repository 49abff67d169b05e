package dev.heddle.websocket;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The request for an event stream, and the head of the response. Source: HTML §9.2.3, §9.2.5. */
final class EventSourceHandshake {

    static final String MEDIA_TYPE = "text/event-stream";

    private EventSourceHandshake() {}

    static boolean isEventSource(Request request) {
        String accept = request.headers().joined("Accept");
        return request.method().equals("GET")
                && accept != null
                && Arrays.stream(accept.split(",", -1)).anyMatch(EventSourceHandshake::isMediaType);
    }

    /** Tells whether a member of {@code Accept} is the type, whatever its parameters. */
    private static boolean isMediaType(String member) {
        int parameters = member.indexOf(';');
        String type = parameters < 0 ? member : member.substring(0, parameters);
        return type.strip().equalsIgnoreCase(MEDIA_TYPE);
    }

    static String url(Request request) {
        String host = request.headers().first("Host");
        return (request.secure() ? "https://" : "http://") + (host == null ? "" : host) + request.resource();
    }

    /** Returns the id, which is in UTF-8, of a head whose bytes were taken for Latin-1. */
    static String lastEventId(Request request) {
        String id = request.headers().first("Last-Event-ID");
        return id == null ? "" : new String(id.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Returns the head of the response: the stream ends with the connection, so it needs neither length nor chunks. */
    static ByteBuffer response(Headers custom) {
        StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\n")
                .append("Content-Type: ")
                .append(MEDIA_TYPE)
                .append("\r\nCache-Control: no-cache, no-store\r\nConnection: close\r\n");
        for (Headers.Field field : custom.fields()) {
            head.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        return StandardCharsets.ISO_8859_1.encode(head.append("\r\n").toString());
    }
}
