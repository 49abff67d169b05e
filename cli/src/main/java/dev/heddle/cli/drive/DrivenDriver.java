package dev.heddle.cli.drive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heddle.driver.ClientDriver;
import dev.heddle.driver.CloseCode;
import dev.heddle.driver.Driver;
import dev.heddle.driver.DriverListener;
import dev.heddle.driver.DriverOptions;
import dev.heddle.driver.Headers;
import dev.heddle.driver.MessageAggregator;
import dev.heddle.driver.ProtocolError;
import dev.heddle.driver.Request;
import dev.heddle.driver.ServerDriver;
import dev.heddle.driver.WebSocketMessage;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A driver of either role, with what it says and what it has read. */
final class DrivenDriver implements Driven {

    private final EventLog log = new EventLog();
    private final Driver driver;
    /** The request that a driver was made for, which gives it up. */
    private final @Nullable Request given;
    /** The request that a server parsed itself, with what had come behind it. */
    private @Nullable Request parsed;

    private @Nullable String body;
    /** Whether the log tells already that the driver wants the connection closed. */
    private boolean ended;

    private DrivenDriver(@Nullable Request given, Kind kind) {
        this.given = given;
        this.driver = kind.make(log, this::listener);
    }

    /** How a driver of one kind is made. */
    private interface Kind {
        Driver make(EventLog log, Function<Driver, DriverListener> listener);
    }

    static DrivenDriver http(Request request, DriverOptions options) {
        return new DrivenDriver(request, (log, listener) -> Driver.http(request, options, log, listener));
    }

    static DrivenDriver server(DriverOptions options) {
        return new DrivenDriver(null, (log, listener) -> Driver.server(options, log, listener));
    }

    static DrivenDriver client(String url, DriverOptions options) {
        return new DrivenDriver(null, (log, listener) -> Driver.client(url, options, log, listener));
    }

    Driver driver() {
        return driver;
    }

    @Override
    public JsonNode call(String op, Fields fields) throws LineException {
        try {
            return returned(op, fields);
        } finally {
            if (driver.wantsClose() && !ended) {
                ended = true;
                log.add("end");
            }
        }
    }

    private JsonNode returned(String op, Fields fields) throws LineException {
        switch (op) {
            case "state" -> {
                return Driven.json(driver.state());
            }
            case "parse" -> {
                driver.parse(ByteBuffer.wrap(fields.bytes("bytes")));
                return NullNode.instance;
            }
            case "end" -> {
                driver.end();
                return NullNode.instance;
            }
            default -> {
                return BooleanNode.valueOf(command(op, fields));
            }
        }
    }

    private boolean command(String op, Fields fields) throws LineException {
        return switch (op) {
            case "start" -> driver.start();
            case "setHeader" -> driver.setHeader(fields.text("name"), fields.text("value"));
            case "text" -> driver.send(message(WebSocketMessage.text(fields.text("text")), fields));
            case "binary" ->
                driver.send(message(WebSocketMessage.binary(ByteBuffer.wrap(fields.bytes("bytes"))), fields));
            case "ping" -> ping(fields.text("text", ""), fields.flag("callback", false));
            case "pong" -> driver.pong(utf8(fields.text("text", "")));
            case "close" -> driver.close(fields.number("code", CloseCode.NORMAL), fields.text("reason", ""));
            default -> throw new LineException("Unknown op: " + op);
        };
    }

    private static WebSocketMessage message(WebSocketMessage message, Fields fields) throws LineException {
        return fields.flag("compress", true) ? message : message.uncompressed();
    }

    private boolean ping(String text, boolean callback) {
        return callback ? driver.ping(utf8(text), () -> log.add("pongCallback", text)) : driver.ping(utf8(text));
    }

    private static ByteBuffer utf8(String text) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("Text has a lone surrogate", e);
        }
    }

    @Override
    public void describe(ObjectNode answer) {
        answer.set("events", log.take());
        answer.set("state", Driven.json(driver.state()));
        Headers headers = Headers.empty();
        int statusCode = 0;
        if (driver instanceof ClientDriver client) {
            headers = client.headers();
            statusCode = client.statusCode();
        }
        Request request = null;
        // A bare server knows neither version nor URL before its request is there.
        boolean known = true;
        if (driver instanceof ServerDriver server) {
            request = given != null ? given : server.request();
            known = request != null;
        }
        if (request != null) {
            headers = request.headers();
        }
        answer.put("version", known ? driver.version() : null);
        answer.put("protocol", driver.protocol());
        answer.put("statusCode", Driven.status(statusCode));
        answer.set("headers", Driven.json(headers));
        answer.put("method", request == null ? null : request.method());
        answer.put("url", parsed != null ? parsed.target() : known ? driver.url() : null);
        answer.put("body", body);
    }

    private DriverListener listener(Driver made) {
        return new MessageAggregator() {
            @Override
            public void onConnect(Request request) {
                parsed = request;
                body = EventLog.hex(((ServerDriver) made).body());
                log.add("connect");
            }

            @Override
            public void onOpen() {
                log.add("open");
            }

            @Override
            protected void onText(String message) {
                log.add("message", message);
            }

            @Override
            protected void onBinary(ByteBuffer message) {
                log.addBinary(message);
            }

            @Override
            public void onPing(ByteBuffer payload) {
                log.add("ping", payload);
            }

            @Override
            public void onPong(ByteBuffer payload) {
                log.add("pong", payload);
            }

            @Override
            public void onError(ProtocolError error) {
                log.add("error", error.message());
            }

            @Override
            public void onClose(int code, String reason) {
                boolean draft = made.version().startsWith("hixie");
                log.addClose(draft ? null : Integer.valueOf(code), draft ? null : reason);
            }
        };
    }
}
