package dev.heddle.driver;

import dev.heddle.extensions.ExtensionHeader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server's side of the opening handshake of RFC 6455 §4.2. */
sealed class HybiHandshake extends ServerHandshake permits ConnectHandshake {

    static final String VERSION = "13";

    HybiHandshake(Request request, DriverOptions options) {
        super(request, options);
    }

    /** Source: RFC 6455 §4.2.1, §4.4, §9.1, §11.3. */
    @Override
    final void checkVersion() throws ViolationException {
        String version = single("Sec-WebSocket-Version", Violation.UNSUPPORTED_VERSION, "none");
        if (!version.equals(VERSION)) {
            throw ViolationException.of(Violation.UNSUPPORTED_VERSION, version);
        }
        checkKey();
        checkExtensions(offeredExtensions());
    }

    /** Checks the key that the client wants an answer to. */
    void checkKey() throws ViolationException {
        if (!HandshakeKey.isValid(single("Sec-WebSocket-Key", Violation.MISSING_KEY))) {
            throw ViolationException.of(Violation.MALFORMED_KEY);
        }
    }

    @Override
    @Nullable
    final String offeredExtensions() {
        return request.headers().joined("Sec-WebSocket-Extensions");
    }

    @Override
    final List<String> offeredSubprotocols() {
        String offered = request.headers().joined("Sec-WebSocket-Protocol");
        return offered == null ? List.of() : Grammar.list(offered);
    }

    @Override
    byte[] response(Headers custom, String url, @Nullable String subprotocol, @Nullable String extensions) {
        return new HttpWriter("HTTP/1.1 101 Switching Protocols")
                .fields(fields(custom, subprotocol, extensions))
                .end();
    }

    @Override
    final Headers fields(Headers custom, @Nullable String subprotocol, @Nullable String extensions) {
        List<Headers.Field> fields = new ArrayList<>(custom.fields());
        addUpgrade(fields);
        if (subprotocol != null) {
            fields.add(new Headers.Field("Sec-WebSocket-Protocol", subprotocol));
        }
        if (extensions != null) {
            fields.add(new Headers.Field("Sec-WebSocket-Extensions", extensions));
        }
        return Headers.of(fields);
    }

    /** Adds what says that the connection changes its protocol. */
    void addUpgrade(List<Headers.Field> fields) {
        String key = request.headers().first("Sec-WebSocket-Key");
        fields.add(new Headers.Field("Upgrade", "websocket"));
        fields.add(new Headers.Field("Connection", "Upgrade"));
        fields.add(new Headers.Field("Sec-WebSocket-Accept", HandshakeKey.accept(key == null ? "" : key)));
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
