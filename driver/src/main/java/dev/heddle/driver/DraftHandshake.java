package dev.heddle.driver;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of the opening handshakes of the drafts 75 (§5.1) and 76 (§5.2) of hixie-thewebsocketprotocol. A
 * request with keys is one of draft 76: eight bytes follow its head, late where a proxy in between waits for the response.
 */
final class DraftHandshake extends ServerHandshake {

    private static final String KEY_1 = "Sec-WebSocket-Key1";
    private static final String KEY_2 = "Sec-WebSocket-Key2";

    /** Whether it is draft 76. */
    private final boolean keys;
    /** What the names of the draft's own headers begin with. */
    private final String prefix;

    private int number1;
    private int number2;

    DraftHandshake(Request request, DriverOptions options) {
        super(request, options);
        this.keys = request.headers().contains(KEY_1) || request.headers().contains(KEY_2);
        this.prefix = keys ? "Sec-WebSocket-" : "WebSocket-";
    }

    /** Makes what reads and writes frames behind this handshake. */
    Protocol protocol(Connection connection, Output output) {
        return keys ? new Draft76(connection, options, output) : new Draft75(connection, options, output);
    }

    @Override
    void checkVersion() throws ViolationException {
        if (keys) {
            String key1 = single(KEY_1, Violation.MISSING_DRAFT_KEY, KEY_1);
            String key2 = single(KEY_2, Violation.MISSING_DRAFT_KEY, KEY_2);
            number1 = DraftKeys.number(key1);
            number2 = DraftKeys.number(key2);
        }
    }

    /** The drafts separate them by spaces; commas are taken too. */
    @Override
    List<String> offeredSubprotocols() {
        List<String> offered = new ArrayList<>();
        for (String value : request.headers().all(prefix + "Protocol")) {
            offered.addAll(Grammar.list(value.replace(' ', ',')));
        }
        return offered;
    }

    /** Without an {@code Origin} the response has none either. */
    @Override
    byte[] response(Headers custom, String url, @Nullable String subprotocol, @Nullable String extensions) {
        String name = keys ? "WebSocket Protocol Handshake" : "Web Socket Protocol Handshake";
        HttpWriter head = new HttpWriter("HTTP/1.1 101 " + name)
                .field("Upgrade", "WebSocket")
                .field("Connection", "Upgrade");
        String origin = request.headers().first("Origin");
        if (origin != null) {
            head.field(prefix + "Origin", origin);
        }
        head.field(prefix + "Location", url);
        if (subprotocol != null) {
            head.field(prefix + "Protocol", subprotocol);
        }
        return head.fields(custom).end();
    }

    /** The drafts have a line and bytes of their own, which nobody else writes: as if they were not allowed. */
    @Override
    Headers fields(Headers custom, @Nullable String subprotocol, @Nullable String extensions)
            throws ViolationException {
        throw ViolationException.of(Violation.UNSUPPORTED_VERSION, "none");
    }

    @Override
    int bodyBytes() {
        return keys ? DraftKeys.BODY_BYTES : 0;
    }

    @Override
    byte[] answer(byte[] body) {
        return DraftKeys.answer(number1, number2, body);
    }
}
