package dev.heddle.websocket;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The request for an event stream, and the head of the response, on both sides. Source: HTML §9.2.3, §9.2.5. */
final class EventSourceHandshake {

    static final int STATUS = 200;
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
        String host = request.host();
        return (request.secure() ? "https://" : "http://") + (host == null ? "" : host) + request.resource();
    }

    /** Returns the id, which is in UTF-8, of a head whose bytes were taken for Latin-1. */
    static String lastEventId(Request request) {
        String id = request.headers().first("Last-Event-ID");
        return id == null ? "" : new String(id.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Returns the head of the response: the stream ends with the connection, so it needs neither length nor chunks. */
    static ByteBuffer response(Headers custom) {
        List<Headers.Field> more = new ArrayList<>();
        more.add(new Headers.Field("Connection", "close"));
        more.addAll(custom.fields());
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(STATUS).append(" OK\r\n");
        for (Headers.Field field : fields(Headers.of(more)).fields()) {
            head.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        return StandardCharsets.ISO_8859_1.encode(head.append("\r\n").toString());
    }

    /** Returns the fields of the response that do not depend on how the stream is carried. */
    static Headers fields(Headers custom) {
        List<Headers.Field> fields = new ArrayList<>();
        fields.add(new Headers.Field("Content-Type", MEDIA_TYPE));
        fields.add(new Headers.Field("Cache-Control", "no-cache, no-store"));
        fields.addAll(custom.fields());
        return Headers.of(fields);
    }

    /** Tells whether an id can be sent: it has one line of characters that exist, and no controls. Source: RFC 9110 §5.5. */
    static boolean canSend(String id) {
        return id.chars().noneMatch(c -> c < ' ' && c != '\t' || c == 0x7F)
                && StandardCharsets.UTF_8.newEncoder().canEncode(id);
    }

    /**
     * Returns the fields of a client's request.
     *
     * @param lastEventId an id that a field can not hold is left out; a server that gives one gets none back
     */
    static Headers request(Headers custom, String lastEventId) {
        List<Headers.Field> fields = new ArrayList<>();
        fields.add(new Headers.Field("Accept", MEDIA_TYPE));
        fields.add(new Headers.Field("Accept-Encoding", "identity"));
        fields.add(new Headers.Field("Cache-Control", "no-store"));
        if (!lastEventId.isEmpty() && canSend(lastEventId)) {
            // Each octet as the character that becomes it again.
            String octets = new String(lastEventId.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            fields.add(new Headers.Field("Last-Event-ID", octets));
        }
        fields.addAll(custom.fields());
        return Headers.of(fields);
    }

    /**
     * Checks that a response is an event stream.
     *
     * @throws EventSourceException if it is not
     */
    static void checkResponse(HttpUrl url, int status, Headers head) throws EventSourceException {
        if (status != STATUS) {
            throw new EventSourceException(url + " answered with status " + status + ", not " + STATUS, status, head);
        }
        List<String> types = head.all("Content-Type");
        String type = types.isEmpty() ? "none" : types.get(types.size() - 1);
        if (!isMediaType(type)) {
            throw new EventSourceException(
                    url + " answered with the content type " + Printable.escape(type) + ", not " + MEDIA_TYPE,
                    status,
                    head);
        }
        String coding = head.joined("Content-Encoding");
        if (coding != null && !coding.equalsIgnoreCase("identity")) {
            throw new EventSourceException(
                    url + " answered with the content encoding " + Printable.escape(coding)
                            + ", which was not asked for",
                    status,
                    head);
        }
    }
}
