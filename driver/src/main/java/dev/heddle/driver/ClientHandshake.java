package dev.heddle.driver;

import java.util.ArrayList;
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
        List<Headers.Field> fields = new ArrayList<>();
        fields.add(new Headers.Field("Host", url.authority()));
        fields.add(new Headers.Field("Upgrade", "websocket"));
        fields.add(new Headers.Field("Connection", "Upgrade"));
        fields.add(new Headers.Field("Sec-WebSocket-Key", key));
        addCommon(fields, custom, extensions);
        return new HttpWriter("GET " + url.resource() + " HTTP/1.1")
                .fields(Headers.of(fields))
                .end();
    }

    /**
     * Returns the request as an extended CONNECT. Source: RFC 8441 §4, §5.
     *
     * @param extensions what is offered, or null
     */
    Request connect(Headers custom, @Nullable String extensions) {
        List<Headers.Field> fields = new ArrayList<>();
        fields.add(new Headers.Field("Host", url.authority()));
        addCommon(fields, custom, extensions);
        // Of the application's own fields some concern a connection of HTTP/1.1.
        fields.removeIf(field -> ConnectHandshake.isConnectionField(field.name()));
        return Request.extendedConnect("websocket", url.resource(), Headers.of(fields), url.secure());
    }

    /** Adds what has a meaning in every version of HTTP. */
    private void addCommon(List<Headers.Field> fields, Headers custom, @Nullable String extensions) {
        fields.add(new Headers.Field("Sec-WebSocket-Version", HybiHandshake.VERSION));
        if (!options.protocols().isEmpty()) {
            fields.add(new Headers.Field("Sec-WebSocket-Protocol", String.join(", ", options.protocols())));
        }
        if (url.userInfo() != null && !custom.contains("Authorization")) {
            fields.add(new Headers.Field("Authorization", BasicCredentials.of(url.userInfo())));
        }
        fields.addAll(custom.fields());
        if (extensions != null) {
            fields.add(new Headers.Field("Sec-WebSocket-Extensions", extensions));
        }
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

    /**
     * Checks the answer to an extended CONNECT. Source: RFC 8441 §5; RFC 9113 §8.6 has no 101.
     *
     * @return the subprotocol that the server chose, or null
     */
    @Nullable
    String checkConnect(int status, Headers headers) throws ViolationException {
        if (isRefusal(status) || status < 200) {
            throw ViolationException.of(Violation.RESPONSE_CODE, status);
        }
        ConnectHandshake.checkFields(headers);
        return protocol(headers.all("Sec-WebSocket-Protocol"));
    }

    /** Tells whether the status of an answer to an extended CONNECT refuses it, with a body that may say why. */
    static boolean isRefusal(int status) {
        return status > 299;
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
