package dev.heddle.driver;

import dev.heddle.extensions.ExtensionHeader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server's side of the opening handshake of RFC 6455 §4.2. */
final class HybiHandshake extends ServerHandshake {

    static final String VERSION = "13";

    HybiHandshake(Request request, DriverOptions options) {
        super(request, options);
    }

    /** Source: RFC 6455 §4.2.1, §4.4, §9.1, §11.3. */
    @Override
    void checkVersion() throws ViolationException {
        String version = single("Sec-WebSocket-Version", Violation.UNSUPPORTED_VERSION, "none");
        if (!version.equals(VERSION)) {
            throw ViolationException.of(Violation.UNSUPPORTED_VERSION, version);
        }
        if (!HandshakeKey.isValid(single("Sec-WebSocket-Key", Violation.MISSING_KEY))) {
            throw ViolationException.of(Violation.MALFORMED_KEY);
        }
        checkExtensions(offeredExtensions());
    }

    @Override
    @Nullable
    String offeredExtensions() {
        return request.headers().joined("Sec-WebSocket-Extensions");
    }

    @Override
    List<String> offeredSubprotocols() {
        String offered = request.headers().joined("Sec-WebSocket-Protocol");
        return offered == null ? List.of() : Grammar.list(offered);
    }

    @Override
    byte[] response(Headers custom, String url, @Nullable String subprotocol, @Nullable String extensions) {
        String key = request.headers().first("Sec-WebSocket-Key");
        HttpWriter head = new HttpWriter("HTTP/1.1 101 Switching Protocols")
                .fields(custom)
                .field("Upgrade", "websocket")
                .field("Connection", "Upgrade")
                .field("Sec-WebSocket-Accept", HandshakeKey.accept(key == null ? "" : key));
        if (subprotocol != null) {
            head.field("Sec-WebSocket-Protocol", subprotocol);
        }
        if (extensions != null) {
            head.field("Sec-WebSocket-Extensions", extensions);
        }
        return head.end();
    }

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
