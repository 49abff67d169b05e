package dev.heddle.driver;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The client's side of the opening handshake: the request, and what the answer must hold. Source: RFC 6455 §4.1. */
final class ClientHandshake {

    private final WebSocketUrl url;
    private final DriverOptions options;
    private final String key;

    ClientHandshake(WebSocketUrl url, DriverOptions options) {
        this.url = url;
        this.options = options;
        this.key = HandshakeKey.generate(options.random());
    }

    /**
     * Returns the request's head.
     *
     * @param extensions what is offered, or null
     */
    byte[] request(Headers custom, @Nullable String extensions) {
        HttpWriter head = new HttpWriter("GET " + url.resource() + " HTTP/1.1")
                .field("Host", url.authority())
                .field("Upgrade", "websocket")
                .field("Connection", "Upgrade")
                .field("Sec-WebSocket-Key", key)
                .field("Sec-WebSocket-Version", "13");
        if (!options.protocols().isEmpty()) {
            head.field("Sec-WebSocket-Protocol", String.join(", ", options.protocols()));
        }
        if (url.userInfo() != null && !custom.contains("Authorization")) {
            head.field("Authorization", BasicCredentials.of(url.userInfo()));
        }
        head.fields(custom);
        if (extensions != null) {
            head.field("Sec-WebSocket-Extensions", extensions);
        }
        return head.end();
    }

    /**
     * Checks the answer.
     *
     * @return the subprotocol that the server chose, or null
     */
    @Nullable
    String check(String version, int status, Headers headers) throws ViolationException {
        if (status != 101) {
            throw ViolationException.of(Violation.RESPONSE_CODE, status);
        }
        // RFC 9110 §7.8: Upgrade means nothing in HTTP/1.0.
        if (version.equals("HTTP/1.0")) {
            throw ViolationException.of(Violation.RESPONSE_VERSION, version);
        }
        checkUpgrade(headers.joined("Upgrade"));
        checkConnection(headers.joined("Connection"));
        checkAccept(headers.all("Sec-WebSocket-Accept"));
        return protocol(headers.all("Sec-WebSocket-Protocol"));
    }

    private static void checkUpgrade(@Nullable String upgrade) throws ViolationException {
        if (upgrade == null) {
            throw ViolationException.of(Violation.UPGRADE_MISSING);
        }
        if (!upgrade.equalsIgnoreCase("websocket")) {
            throw ViolationException.of(Violation.UPGRADE_MISMATCH);
        }
    }

    private static void checkConnection(@Nullable String connection) throws ViolationException {
        if (connection == null) {
            throw ViolationException.of(Violation.CONNECTION_MISSING);
        }
        if (!Grammar.listContains(connection, "upgrade")) {
            throw ViolationException.of(Violation.CONNECTION_MISMATCH);
        }
    }

    private void checkAccept(List<String> accepts) throws ViolationException {
        if (accepts.size() != 1 || !HandshakeKey.accepts(key, accepts.get(0))) {
            throw ViolationException.of(Violation.ACCEPT_MISMATCH);
        }
    }

    private @Nullable String protocol(List<String> protocols) throws ViolationException {
        if (protocols.isEmpty()) {
            return null;
        }
        if (protocols.size() > 1 || !options.protocols().contains(protocols.get(0))) {
            throw ViolationException.of(Violation.PROTOCOL_MISMATCH);
        }
        return protocols.get(0);
    }
}
