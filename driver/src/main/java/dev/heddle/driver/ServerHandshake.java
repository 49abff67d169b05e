package dev.heddle.driver;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of the opening handshake: what every version of the protocol asks of a request. The subclasses add what
 * their version asks, and the answer.
 */
abstract sealed class ServerHandshake permits HybiHandshake, DraftHandshake {

    final Request request;
    final DriverOptions options;

    ServerHandshake(Request request, DriverOptions options) {
        this.request = request;
        this.options = options;
    }

    /** Chooses the version: RFC 6455 unless drafts are allowed and the request has nothing of it. */
    static ServerHandshake of(Request request, DriverOptions options) {
        Headers headers = request.headers();
        boolean hybi = headers.contains("Sec-WebSocket-Version") || headers.contains("Sec-WebSocket-Key");
        return hybi || !options.allowDrafts()
                ? new HybiHandshake(request, options)
                : new DraftHandshake(request, options);
    }

    /** Checks what this version asks of the request. */
    abstract void checkVersion() throws ViolationException;

    /** Returns the subprotocols that the client asks for, the most wanted first. */
    abstract List<String> offeredSubprotocols();

    /** Returns the extensions that the client offers, or null; the drafts have none. */
    @Nullable
    String offeredExtensions() {
        return null;
    }

    /**
     * Returns the head that accepts the request.
     *
     * @param extensions what the server agrees to, or null
     */
    abstract byte[] response(Headers custom, String url, @Nullable String subprotocol, @Nullable String extensions);

    /** Returns how many bytes behind the request's head belong to the handshake. */
    int bodyBytes() {
        return 0;
    }

    /** Returns what the server says to those bytes. */
    byte[] answer(byte[] body) {
        return new byte[0];
    }

    /** Checks everything that the answer depends on. */
    final void check() throws ViolationException {
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
        Headers headers = request.headers();
        if (headers.contains("Transfer-Encoding")
                || headers.all("Content-Length").stream().anyMatch(length -> !length.equals("0"))) {
            throw ViolationException.of(Violation.REQUEST_BODY);
        }
        checkVersion();
    }

    /** Returns the first subprotocol of the client's list that the server supports, or null. RFC 6455 §4.2.2. */
    final @Nullable String subprotocol() {
        return offeredSubprotocols().stream()
                .filter(options.protocols()::contains)
                .findFirst()
                .orElse(null);
    }

    /** Returns the only value of a header that has to stand exactly once. */
    final String single(String name, Violation missing, Object... arguments) throws ViolationException {
        List<String> values = request.headers().all(name);
        if (values.isEmpty()) {
            throw ViolationException.of(missing, arguments);
        }
        if (values.size() > 1) {
            throw ViolationException.of(Violation.REPEATED_HEADER, name);
        }
        return values.get(0);
    }

    /** Returns the complete response that refuses a request. */
    static Response refusal(ProtocolError error) {
        // What an extension of the server's throws is not for strangers.
        boolean own = error.violation() == Violation.EXTENSION;
        Response response = Response.text(error.violation().status(), own ? "Internal Server Error" : error.message());
        if (error.violation() != Violation.UNSUPPORTED_VERSION) {
            return response;
        }
        return response.with("Sec-WebSocket-Version", HybiHandshake.VERSION)
                .with("Upgrade", "websocket")
                .with("Connection", "Upgrade");
    }
}
