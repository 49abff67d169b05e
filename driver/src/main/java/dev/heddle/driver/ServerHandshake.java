package dev.heddle.driver;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of the opening handshake: what every version of the protocol asks of a request. The subclasses add what
 * their version asks, and the answer.
 */
abstract sealed class ServerHandshake permits HybiHandshake, DraftHandshake {

    private static final int SWITCHING_PROTOCOLS = 101;

    final Request request;
    final DriverOptions options;

    ServerHandshake(Request request, DriverOptions options) {
        this.request = request;
        this.options = options;
    }

    /** Chooses the version: RFC 6455 unless drafts are allowed and the request has nothing of it. */
    static ServerHandshake of(Request request, DriverOptions options) {
        if (ConnectHandshake.concerns(request)) {
            return new ConnectHandshake(request, options);
        }
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

    /**
     * Returns the fields of that head, for who writes it otherwise.
     *
     * @throws ViolationException if the head alone does not make this version's answer
     */
    abstract Headers fields(Headers custom, @Nullable String subprotocol, @Nullable String extensions)
            throws ViolationException;

    /** Returns the status that accepts the request. */
    int status() {
        return SWITCHING_PROTOCOLS;
    }

    /** Tells whether the response is a head in front of the frames, which the driver can write itself. */
    boolean writesHead() {
        return true;
    }

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
        checkUpgrade();
        // A body could be taken for frames here and for something else by a proxy in between.
        Headers headers = request.headers();
        if (headers.contains("Transfer-Encoding")
                || headers.all("Content-Length").stream().anyMatch(length -> !length.equals("0"))) {
            throw ViolationException.of(Violation.REQUEST_BODY);
        }
        checkVersion();
    }

    /** Checks that the request asks for a WebSocket, in the way of its version of HTTP. */
    void checkUpgrade() throws ViolationException {
        if (!request.version().startsWith("HTTP/1.")) {
            throw ViolationException.of(Violation.UNSUPPORTED_HTTP_VERSION, request.version());
        }
        // RFC 9110 §7.8: Upgrade means nothing in HTTP/1.0.
        if (!request.isWebSocket() || request.version().equals("HTTP/1.0")) {
            throw ViolationException.of(Violation.NOT_A_WEBSOCKET);
        }
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

    /** Returns the complete response that refuses this request. */
    Response refuse(ProtocolError error) {
        return refusal(error);
    }

    /** Returns the complete response that refuses a request of HTTP/1.1. */
    static Response refusal(ProtocolError error) {
        Response response = Response.text(error.violation().status(), text(error));
        if (error.violation() != Violation.UNSUPPORTED_VERSION) {
            return response;
        }
        return response.with("Sec-WebSocket-Version", HybiHandshake.VERSION)
                .with("Upgrade", "websocket")
                .with("Connection", "Upgrade");
    }

    /** Returns what the client is told of an error: what an extension of the server's throws is not for strangers. */
    static String text(ProtocolError error) {
        return error.violation() == Violation.EXTENSION ? "Internal Server Error" : error.message();
    }
}
