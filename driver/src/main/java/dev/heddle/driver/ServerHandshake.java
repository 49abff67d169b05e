package dev.heddle.driver;

import dev.heddle.extensions.ExtensionHeader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server's side of the opening handshake: what a request must hold, and the answer. Source: RFC 6455 §4.2. */
final class ServerHandshake {

    private static final String VERSION = "13";

    private final Request request;
    private final DriverOptions options;

    ServerHandshake(Request request, DriverOptions options) {
        this.request = request;
        this.options = options;
    }

    /** Checks everything that the answer depends on. */
    void check() throws ViolationException {
        Headers headers = request.headers();
        if (!request.hasValidHost()) {
            throw ViolationException.of(Violation.HOST);
        }
        if (!request.hasValidTarget()) {
            throw ViolationException.of(Violation.REQUEST_TARGET);
        }
        if (!request.version().startsWith("HTTP/1.")) {
            throw ViolationException.of(Violation.UNSUPPORTED_HTTP_VERSION, request.version());
        }
        // RFC 9110 §7.8: Upgrade means nothing in HTTP/1.0.
        if (!request.isWebSocket() || request.version().equals("HTTP/1.0")) {
            throw ViolationException.of(Violation.NOT_A_WEBSOCKET);
        }
        // A body could be taken for frames here and for something else by a proxy in between.
        if (headers.contains("Transfer-Encoding")
                || headers.all("Content-Length").stream().anyMatch(length -> !length.equals("0"))) {
            throw ViolationException.of(Violation.REQUEST_BODY);
        }
        checkVersion(headers.all("Sec-WebSocket-Version"));
        checkKey(headers.all("Sec-WebSocket-Key"));
        checkExtensions(headers.joined("Sec-WebSocket-Extensions"));
    }

    /** Returns the first subprotocol of the client's list that the server supports, or null. RFC 6455 §4.2.2. */
    @Nullable
    String protocol() {
        String offered = request.headers().joined("Sec-WebSocket-Protocol");
        if (offered == null) {
            return null;
        }
        return Grammar.list(offered).stream()
                .filter(options.protocols()::contains)
                .findFirst()
                .orElse(null);
    }

    /** Returns the head that accepts the request. */
    byte[] response(Headers custom, @Nullable String protocol) {
        String key = request.headers().first("Sec-WebSocket-Key");
        HttpWriter head = new HttpWriter("HTTP/1.1 101 Switching Protocols")
                .fields(custom)
                .field("Upgrade", "websocket")
                .field("Connection", "Upgrade")
                .field("Sec-WebSocket-Accept", HandshakeKey.accept(key == null ? "" : key));
        if (protocol != null) {
            head.field("Sec-WebSocket-Protocol", protocol);
        }
        return head.end();
    }

    /** Returns the complete response that refuses a request. */
    static Response refusal(ProtocolError error) {
        int status = error.violation().status();
        Headers headers = Headers.empty();
        if (error.violation() == Violation.UNSUPPORTED_VERSION) {
            headers = headers.with("Sec-WebSocket-Version", VERSION)
                    .with("Upgrade", "websocket")
                    .with("Connection", "Upgrade");
        }
        Response response = Response.text(status, error.message());
        for (Headers.Field field : response.headers().fields()) {
            headers = headers.with(field.name(), field.value());
        }
        return new Response(status, headers, response.body());
    }

    /** Source: RFC 6455 §4.2.1, §4.4, §11.3.5. */
    private static void checkVersion(List<String> versions) throws ViolationException {
        if (versions.size() > 1) {
            throw ViolationException.of(Violation.REPEATED_HEADER, "Sec-WebSocket-Version");
        }
        if (versions.isEmpty() || !versions.get(0).equals(VERSION)) {
            throw ViolationException.of(Violation.UNSUPPORTED_VERSION, versions.isEmpty() ? "none" : versions.get(0));
        }
    }

    /** Source: RFC 6455 §4.2.1, §11.3.1. */
    private static void checkKey(List<String> keys) throws ViolationException {
        if (keys.isEmpty()) {
            throw ViolationException.of(Violation.MISSING_KEY);
        }
        if (keys.size() > 1) {
            throw ViolationException.of(Violation.REPEATED_HEADER, "Sec-WebSocket-Key");
        }
        if (!HandshakeKey.isValid(keys.get(0))) {
            throw ViolationException.of(Violation.MALFORMED_KEY);
        }
    }

    /** Source: RFC 6455 §9.1. */
    private static void checkExtensions(@Nullable String offers) throws ViolationException {
        if (offers == null) {
            return;
        }
        try {
            ExtensionHeader.parse(offers);
        } catch (IllegalArgumentException e) {
            throw ViolationException.of(Violation.MALFORMED_EXTENSIONS, String.valueOf(e.getMessage()));
        }
    }
}
