package dev.heddle.driver;

import java.util.List;
import java.util.Set;

/**
 * The server's side of the opening handshake over HTTP/2: an extended CONNECT, whose stream carries the frames. It is that of
 * RFC 6455 without what concerns a connection of HTTP/1.1. Source: RFC 8441 §4, §5.
 */
final class ConnectHandshake extends HybiHandshake {

    static final String HTTP_2 = "HTTP/2";
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;

    /** What has no place in HTTP/2. Source: RFC 9113 §8.2.2. */
    private static final Set<String> CONNECTION_FIELDS =
            HttpWriter.caseless("Connection", "Proxy-Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade");

    ConnectHandshake(Request request, DriverOptions options) {
        super(request, options);
    }

    /** Tells whether a request came over HTTP/2. */
    static boolean concerns(Request request) {
        return request.protocol() != null || request.version().equals(HTTP_2);
    }

    /** Tells whether a field concerns a connection of HTTP/1.1. */
    static boolean isConnectionField(String name) {
        return CONNECTION_FIELDS.contains(name);
    }

    /** Checks that a head of HTTP/2 has no such field. */
    static void checkFields(Headers headers) throws ViolationException {
        for (Headers.Field field : headers.fields()) {
            if (isConnectionField(field.name())) {
                throw ViolationException.of(Violation.CONNECTION_FIELD, field.name());
            }
        }
    }

    @Override
    void checkUpgrade() throws ViolationException {
        checkFields(request.headers());
        String protocol = request.protocol();
        if (protocol == null) {
            throw ViolationException.of(Violation.NOT_A_WEBSOCKET);
        }
        if (!request.isWebSocket()) {
            throw ViolationException.of(Violation.UNKNOWN_PROTOCOL, Grammar.quote(protocol));
        }
    }

    /** There is none; one that is sent all the same means nothing. Source: RFC 8441 §5. */
    @Override
    void checkKey() {
        // Nothing to check.
    }

    @Override
    void addUpgrade(List<Headers.Field> fields) {
        // The connection stays what it is, and so there is no key to answer.
    }

    @Override
    int status() {
        return OK;
    }

    @Override
    boolean writesHead() {
        return false;
    }

    /** A 426 would need the field Upgrade. Source: RFC 9110 §15.5.22. */
    @Override
    Response refuse(ProtocolError error) {
        if (error.violation() == Violation.UNSUPPORTED_VERSION) {
            return Response.text(BAD_REQUEST, text(error)).with("Sec-WebSocket-Version", VERSION);
        }
        return ServerHandshake.refusal(error);
    }
}
