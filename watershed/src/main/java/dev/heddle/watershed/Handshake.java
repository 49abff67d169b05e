package dev.heddle.watershed;

import dev.heddle.driver.ClientDriver;
import dev.heddle.driver.Driver;
import dev.heddle.driver.DriverListener;
import dev.heddle.driver.HandshakeKey;
import dev.heddle.driver.Headers;
import dev.heddle.driver.OutputQueue;
import dev.heddle.driver.ProtocolError;
import dev.heddle.driver.Request;
import dev.heddle.driver.ServerDriver;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An opening handshake that went well: an open driver, and on a server what it answers. Source: RFC 6455 §4. */
final class Handshake implements DriverListener {

    /** From here on, in bytes, only control frames go out, and of pongs the newest. */
    private static final long HIGH_WATERMARK = 64 * 1024;

    private static final String VERSION = "13";

    final OutputQueue output = new OutputQueue(HIGH_WATERMARK);
    private @Nullable ProtocolError error;
    private DriverListener listener = new DriverListener() {};
    private final Driver driver;
    private byte[] response = new byte[0];

    private Handshake(Request request, WatershedOptions options) throws WatershedException {
        ServerDriver server = Driver.http(request, options.driver(), output, made -> this);
        driver = server;
        server.start(this::respond);
        check();
    }

    private Handshake(Headers fields, WatershedOptions options) throws WatershedException {
        // Where it is does not matter any more, and its request was somebody else's; only values go in and out.
        ClientDriver client = Driver.client("ws://localhost/", options.driver(), output, made -> this);
        driver = client;
        client.start(request -> {});
        client.respond(200, fields);
        check();
    }

    /** Checks a request in the order of the original, and then all that the driver asks for. */
    static Handshake accept(Request request, WatershedOptions options) throws WatershedException {
        Headers headers = request.headers();
        require(lists(headers, "Upgrade", "websocket"), "Missing Upgrade Header");
        String key = headers.first("Sec-WebSocket-Key");
        require(key != null && !key.isEmpty(), "Missing Sec-WebSocket-Key Header");
        require(VERSION.equals(headers.first("Sec-WebSocket-Version")), "Unsupported Sec-WebSocket-Version");
        Handshake accepted = new Handshake(request, options);
        if (accepted.driver.protocol() == null && headers.contains("Sec-WebSocket-Protocol")) {
            throw new WatershedException(
                    options.protocols().isEmpty()
                            ? "Client requested a sub-protocol but no supported sub-protocols were provided to accept()"
                            : "Client and server have no matching sub-protocols");
        }
        return accepted;
    }

    /** Checks a response in the order of the original. Source: RFC 6455 §4.1. */
    static Handshake connect(UpgradeResponse response, String key, WatershedOptions options) throws WatershedException {
        Headers headers = response.headers();
        require(response.status() == 101, "Invalid Upgrade status code");
        require(lists(headers, "Connection", "upgrade"), "Missing Connection Header");
        require("websocket".equalsIgnoreCase(headers.joined("Upgrade")), "Missing Upgrade Header");
        List<String> accepts = headers.all("Sec-WebSocket-Accept");
        require(!accepts.isEmpty(), "Missing Sec-WebSocket-Accept Header");
        require(
                accepts.size() == 1 && HandshakeKey.accepts(key, accepts.get(0)),
                "Sec-WebSocket-Accept does not answer the key");
        String version = headers.joined("Sec-WebSocket-Version");
        require(version == null || version.equals(VERSION), "Unsupported Sec-WebSocket-Version");
        Headers fields = Headers.empty();
        for (Headers.Field field : headers.fields()) {
            // The rest concerned HTTP/1.1, and is checked.
            if (field.name().equalsIgnoreCase("Sec-WebSocket-Protocol")
                    || field.name().equalsIgnoreCase("Sec-WebSocket-Extensions")) {
                fields = fields.with(field.name(), field.value());
            }
        }
        return new Handshake(fields, asked(headers, options));
    }

    /** Only the caller knows what was asked for: if it does not say, anything was. */
    private static WatershedOptions asked(Headers headers, WatershedOptions options) throws WatershedException {
        String chosen = headers.joined("Sec-WebSocket-Protocol");
        if (chosen == null || !options.protocols().isEmpty()) {
            return options;
        }
        try {
            return options.withProtocols(List.of(chosen));
        } catch (IllegalArgumentException e) {
            throw new WatershedException("Sec-WebSocket-Protocol mismatch");
        }
    }

    Driver driver() {
        return driver;
    }

    byte[] response() {
        return response;
    }

    /** Says who hears of events from now on. */
    void listen(DriverListener next) {
        listener = next;
    }

    @Override
    public void onText(ByteBuffer data, boolean last) {
        listener.onText(data, last);
    }

    @Override
    public void onBinary(ByteBuffer data, boolean last) {
        listener.onBinary(data, last);
    }

    @Override
    public void onPing(ByteBuffer payload) {
        listener.onPing(payload);
    }

    @Override
    public void onPong(ByteBuffer payload) {
        listener.onPong(payload);
    }

    @Override
    public void onError(ProtocolError cause) {
        error = cause;
        listener.onError(cause);
    }

    @Override
    public void onClose(int code, String reason) {
        listener.onClose(code, reason);
    }

    private void respond(int status, Headers headers, byte[] body) {
        StringBuilder head = new StringBuilder("HTTP/1.1 101 The Watershed Moment\r\n");
        for (Headers.Field field : headers.fields()) {
            head.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        response = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private void check() throws WatershedException {
        if (error != null) {
            throw new WatershedException(error.toString());
        }
    }

    private static void require(boolean held, String message) throws WatershedException {
        if (!held) {
            throw new WatershedException(message);
        }
    }

    /** Tells whether a field is a list with that member, without regard to case. */
    private static boolean lists(Headers headers, String name, String member) {
        String value = headers.joined(name);
        return value != null
                && Arrays.stream(value.split(",", -1)).map(String::strip).anyMatch(member::equalsIgnoreCase);
    }
}
