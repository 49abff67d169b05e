package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.examples.HttpServer;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the example behind an HTTP server refuses gets one complete response, and then the end. */
class ExampleHttpServerTest {

    static Stream<Arguments> refusedRequests() {
        return Stream.of(
                Arguments.of(400, "HTTP/1.0", request().line("GET / HTTP/1.0")),
                Arguments.of(400, "control character", request().with("X-Name: a\u0001b")),
                Arguments.of(400, "NUL", request().with("X-Name: a\0b")),
                Arguments.of(400, "space before the colon", request().with("X-Name : value")),
                Arguments.of(400, "not a WebSocket", request().without("Upgrade")),
                Arguments.of(400, "a body", request().with("Content-Length: 11")),
                Arguments.of(426, "version 8", request().set("Sec-WebSocket-Version", "8")),
                Arguments.of(403, "a foreign page", request().with("Origin: http://evil.test")),
                Arguments.of(403, "a page with no address", request().with("Origin: null")),
                Arguments.of(403, "another port", request().with("Origin: http://127.0.0.1:1")));
    }

    @Tag("H1-007")
    @Tag("H1-011")
    @Tag("H1-015")
    @Tag("WS-037")
    @Tag("WS-038")
    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("refusedRequests")
    void requestIsRefusedWholeAndTheConnectionEnds(int status, String what, UpgradeRequest request) throws Exception {
        try (HttpServer server = new HttpServer(0);
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(request.bytes());
            assertThat(RefusalTest.assertRefused(peer, status)).as(what).doesNotContain("HTTP/1.0");
        }
    }

    @Tag("WS-035")
    @Test
    void unsupportedVersionIsToldTheSupportedOne() throws Exception {
        try (HttpServer server = new HttpServer(0);
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(request().set("Sec-WebSocket-Version", "25").bytes());
            assertThat(RefusalTest.assertRefused(peer, 426))
                    .contains("\r\nSec-WebSocket-Version: 13\r\n")
                    .contains("\r\nUpgrade: websocket\r\n")
                    .contains("\r\nConnection: Upgrade\r\n");
        }
    }

    @Tag("WS-038")
    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1", "https://127.0.0.1"})
    void ownPagesMayConnectAndFramesMayFollowTheRequestAtOnce(String origin) throws Exception {
        try (HttpServer server = new HttpServer(0);
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(request()
                    .with("Origin: " + origin)
                    .followedBy("\u0081\u0085\0\0\0\0Hello")
                    .bytes());
            assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ").contains(UpgradeRequest.ACCEPT);
            assertThat(peer.readHex(7)).isEqualTo("810548656c6c6f");
        }
    }

    @Test
    void takenPortIsAnErrorThatNamesIt() throws Exception {
        try (HttpServer server = new HttpServer(0)) {
            assertThatThrownBy(() -> new HttpServer(server.port()).close())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port " + server.port());
        }
    }

    private static UpgradeRequest request() {
        return new UpgradeRequest();
    }
}
