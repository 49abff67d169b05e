package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.HeddleServe;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the server refuses gets one complete response, and then the end; no bytes behind it are taken for frames. */
class RefusalTest {

    private static final String FRAME = "\u0081\u0085\0\0\0\0Hello";

    static Stream<Arguments> refusedRequests() {
        return Stream.of(
                // WS-027 to WS-035
                refused(400, "POST", request().line("POST / HTTP/1.1")),
                refused(400, "lower case", request().line("get / HTTP/1.1")),
                refused(400, "HTTP/1.0", request().line("GET / HTTP/1.0")),
                refused(505, "HTTP/2.0 as text", request().line("GET / HTTP/2.0")),
                refused(404, "another path", request().line("GET /other HTTP/1.1")),
                refused(404, "an escaped path", request().line("GET /%2e HTTP/1.1")),
                refused(400, "no Connection", request().without("Connection")),
                refused(400, "another Connection", request().set("Connection", "close")),
                refused(400, "another Upgrade", request().set("Upgrade", "h2c")),
                refused(400, "no key", request().without("Sec-WebSocket-Key")),
                refused(400, "a short key", request().set("Sec-WebSocket-Key", "c2hvcnQ=")),
                refused(400, "two keys", request().with("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")),
                refused(400, "two versions", request().with("Sec-WebSocket-Version: 13")),
                refused(426, "version 25", request().set("Sec-WebSocket-Version", "25")),
                refused(426, "version 8", request().set("Sec-WebSocket-Version", "8")),
                refused(426, "no version", request().without("Sec-WebSocket-Version")),
                refused(400, "malformed extensions", request().with("Sec-WebSocket-Extensions: a;;b")),
                // H1-003 to H1-014
                refused(400, "no Host", request().without("Host")),
                refused(400, "two Hosts", request().with("Host: 127.0.0.1")),
                refused(400, "bad Host", request().set("Host", "127.0.0.1:99999")),
                refused(400, "body", request().with("Content-Length: 11")),
                refused(400, "chunked", request().with("Transfer-Encoding: chunked")),
                refused(400, "two lengths", request().with("Content-Length: 5").with("Content-Length: 6")),
                refused(400, "both", request().with("Content-Length: 5").with("Transfer-Encoding: chunked")),
                refused(400, "space before the colon", request().with("X-Name : value")),
                refused(400, "no colon", request().with("X-Name value")),
                refused(400, "space before the first field", request().line("GET / HTTP/1.1\r\n X: a")),
                refused(400, "name with a space", request().with("X Name: value")),
                refused(400, "no name", request().with(": value")),
                refused(400, "NUL", request().with("X-Name: a\0b")),
                refused(400, "bare CR", request().with("X-Name: a\rb")),
                refused(400, "bare LF", request().line("GET / HTTP/1.1\nX-Name: a")),
                refused(400, "three words", request().line("GET / / HTTP/1.1")),
                refused(400, "not HTTP", request().line("\u0016\u0003\u0001\u0002\0\u0001")),
                refused(414, "long line", request().line("GET /" + "a".repeat(9000) + " HTTP/1.1")),
                refused(431, "a long field", request().with("X-Name: " + "a".repeat(9000))),
                refused(431, "a long head", request().with(Collections.nCopies(8, "X: " + "a".repeat(8000)))),
                refused(431, "101 fields", request().with(fields(96))));
    }

    @Tag("WS-027")
    @Tag("WS-028")
    @Tag("WS-031")
    @Tag("WS-032")
    @Tag("WS-033")
    @Tag("WS-034")
    @Tag("WS-035")
    @Tag("WS-037")
    @Tag("WS-039")
    @Tag("WS-047")
    @Tag("H1-003")
    @Tag("H1-004")
    @Tag("H1-005")
    @Tag("H1-006")
    @Tag("H1-007")
    @Tag("H1-010")
    @Tag("H1-011")
    @Tag("H1-012")
    @Tag("H1-014")
    @Tag("H1-015")
    @Tag("SEC-20")
    @Tag("SEC-23")
    @Tag("SEC-30")
    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("refusedRequests")
    void requestIsRefusedWholeAndTheConnectionEnds(int status, String what, UpgradeRequest request) throws Exception {
        try (TestServer server = TestServer.start(options -> {});
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(request.followedBy(FRAME).bytes());
            assertRefused(peer, status);
            assertNothingOpened(server);
        }
    }

    @Tag("WS-035")
    @Test
    void unsupportedVersionIsToldTheSupportedOne() throws Exception {
        try (TestServer server = TestServer.start(options -> {});
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(request().set("Sec-WebSocket-Version", "25").bytes());
            assertThat(assertRefused(peer, 426))
                    .startsWith("HTTP/1.1 426 Upgrade Required\r\n")
                    .contains("\r\nSec-WebSocket-Version: 13\r\n")
                    .contains("\r\nUpgrade: websocket\r\n")
                    .contains("\r\nConnection: Upgrade\r\n");
        }
    }

    @Tag("H1-005")
    @Tag("H1-012")
    @Tag("WS-044")
    @Test
    void headsUpToTheLimitsAreTaken() throws Exception {
        try (TestServer server = TestServer.start(options -> {})) {
            UpgradeRequest[] large = {
                request().line("GET /?" + "a".repeat(8000) + " HTTP/1.1"),
                request().with("X-Name: " + "a".repeat(8000)),
                request().with(fields(95)),
                request().set("Upgrade", "foo, WEBSOCKET").set("Connection", "keep-alive, UPGRADE"),
                request().line("\r\nGET / HTTP/1.1")
            };
            for (UpgradeRequest request : large) {
                try (RawPeer peer = RawPeer.connect(server.port())) {
                    peer.send(request.bytes());
                    assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ").contains(UpgradeRequest.ACCEPT);
                }
            }
        }
    }

    @Tag("SEC-30")
    @Tag("SEC-15")
    @Test
    void refusedAndBrokenOffConnectionsLeaveNothingOpen() throws Exception {
        // One loop, so that it has seen the end of all that came before when it answers what comes last.
        try (HeddleServe server = HeddleServe.start("--threads", "1")) {
            echo(server);
            long before = server.openFiles();
            for (int i = 0; i < 1000; i++) {
                try (RawPeer peer = RawPeer.connect(server.port())) {
                    peer.send(request().set("Host", "evil.test").bytes());
                    assertRefused(peer, 403);
                }
            }
            byte[] whole = request().followedBy(FRAME).bytes();
            for (int length = 0; length <= whole.length; length++) {
                RawPeer peer = RawPeer.connect(server.port());
                peer.send(Arrays.copyOf(whole, length));
                if (length % 2 == 0) {
                    peer.reset();
                } else {
                    peer.close();
                }
            }
            echo(server);
            echo(server);
            assertThat(server.openFiles()).isLessThanOrEqualTo(before);
        }
    }

    private static void echo(HeddleServe server) throws IOException {
        try (RawPeer peer = RawPeer.open(server.port())) {
            peer.send(FRAME);
            assertThat(peer.readHex(7)).isEqualTo("810548656c6c6f");
            peer.sendHex("8880 00000000");
            assertThat(peer.readHex(2)).isEqualTo("8800");
            assertThat(peer.readToEnd()).isEmpty();
        }
    }

    /** Reads a response of which nothing is missing and behind which nothing comes, and returns its head. */
    static String assertRefused(RawPeer peer, int status) throws IOException {
        String head = peer.readHead();
        assertThat(head).startsWith("HTTP/1.1 " + status + " ");
        String rest = peer.readToEnd();
        assertThat(head.toLowerCase(Locale.ROOT)).contains("\r\ncontent-length: " + rest.length() + "\r\n");
        return head;
    }

    /** A listener is made also for a request that the driver refuses; it must hear of no opening. */
    private static void assertNothingOpened(TestServer server) throws InterruptedException {
        while (server.hasAccepted()) {
            assertThat(server.accepted().wasOpen()).isFalse();
        }
    }

    private static List<String> fields(int count) {
        return IntStream.range(0, count).mapToObj(i -> "X-Name: " + i).toList();
    }

    private static Arguments refused(int status, String what, UpgradeRequest request) {
        return Arguments.of(status, what, request);
    }

    private static UpgradeRequest request() {
        return new UpgradeRequest();
    }
}
