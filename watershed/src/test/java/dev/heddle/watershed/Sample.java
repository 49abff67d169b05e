package dev.heddle.watershed;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** The handshake of RFC 6455 §1.3, and what is made of it. */
final class Sample {

    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private Sample() {}

    static Headers requestHeaders() {
        return Headers.empty()
                .with("host", "server.example.com")
                .with("upgrade", "WebSocket")
                .with("connection", "keep-alive, Upgrade")
                .with("sec-websocket-key", KEY)
                .with("sec-websocket-version", "13");
    }

    static Request request(Headers headers) {
        return Request.of("GET", "/chat", headers);
    }

    static Request request() {
        return request(requestHeaders());
    }

    static Headers responseHeaders() {
        return Headers.empty()
                .with("upgrade", "websocket")
                .with("connection", "Upgrade")
                .with("sec-websocket-accept", ACCEPT);
    }

    static UpgradeResponse response(Headers headers) {
        return new UpgradeResponse(101, headers);
    }

    static Headers without(Headers headers, String name) {
        return Headers.of(headers.fields().stream()
                .filter(field -> !field.name().equalsIgnoreCase(name))
                .toList());
    }

    static Headers set(Headers headers, String name, String value) {
        return without(headers, name).with(name, value);
    }

    /** A channel whose peer says nothing. */
    static UpgradedChannel silent(ByteArrayOutputStream written) {
        return UpgradedChannel.of(new ByteArrayInputStream(new byte[0]), written);
    }

    static List<String> chat() {
        return List.of("chat");
    }
}
