package dev.heddle.conformance.interop;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An upgrade request that is right until a test spoils it; every byte of a text is one on the wire. */
final class UpgradeRequest {

    /** RFC 6455 §1.3 has the key and the answer to it. */
    static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private String line = "GET / HTTP/1.1";
    private final List<String> fields = new ArrayList<>(List.of(
            "Host: 127.0.0.1",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13"));
    private String behind = "";

    UpgradeRequest line(String requestLine) {
        line = requestLine;
        return this;
    }

    UpgradeRequest without(String name) {
        fields.removeIf(field -> field.startsWith(name + ":"));
        return this;
    }

    UpgradeRequest with(String field) {
        fields.add(field);
        return this;
    }

    /** Adds many lines. */
    UpgradeRequest with(List<String> more) {
        fields.addAll(more);
        return this;
    }

    /** Puts a value in the place of another. */
    UpgradeRequest set(String name, String value) {
        fields.replaceAll(field -> field.startsWith(name + ":") ? name + ": " + value : field);
        return this;
    }

    /** Adds bytes behind the head. */
    UpgradeRequest followedBy(String bytes) {
        behind = bytes;
        return this;
    }

    byte[] bytes() {
        return (line + "\r\n" + String.join("\r\n", fields) + "\r\n\r\n" + behind)
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
