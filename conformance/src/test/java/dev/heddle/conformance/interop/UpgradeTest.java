package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.WebSocket;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The moment at which HTTP ends and frames begin, on a server of ours. */
class UpgradeTest {

    private static final String HELLO = "\u0081\u0085\0\0\0\0Hello";

    private static final String PAGE_REQUEST = "GET /page HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

    @Tag("WS-048")
    @Tag("SEC-24")
    @Test
    void framesInThePacketOfTheRequestAreReadBehindTheResponse() throws Exception {
        try (TestServer server = echo();
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(new UpgradeRequest().followedBy(HELLO + HELLO).bytes());
            assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
            assertThat(peer.readHex(14)).isEqualTo("810548656c6c6f810548656c6c6f");
        }
    }

    @Tag("WS-104")
    @Tag("H1-001")
    @Test
    void requestAndFramesMayComeByteByByte() throws Exception {
        try (TestServer server = echo();
                RawPeer peer = RawPeer.connect(server.port())) {
            for (byte next : new UpgradeRequest().followedBy(HELLO).bytes()) {
                peer.send(new byte[] {next});
            }
            assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
            assertThat(peer.readHex(7)).isEqualTo("810548656c6c6f");
        }
    }

    @Tag("WS-049")
    @Test
    void whatIsSentAtTheOpeningComesBehindTheResponse() throws Exception {
        try (TestServer server = TestServer.start(
                        () -> new Recorder() {
                            @Override
                            public void onOpen(WebSocket socket) {
                                socket.send("first");
                                super.onOpen(socket);
                            }
                        },
                        options -> {});
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(new UpgradeRequest().bytes());
            assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
            assertThat(peer.readHex(7)).isEqualTo("81056669727374");
        }
    }

    @Tag("WS-029")
    @Test
    void absoluteTargetIsThatOfItsPath() throws Exception {
        try (TestServer server = echo();
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(new UpgradeRequest()
                    .line("GET http://127.0.0.1/?q=1 HTTP/1.1")
                    .bytes());
            assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
            assertThat(server.accepted().socket().url()).isEqualTo("ws://127.0.0.1/?q=1");
        }
    }

    @Test
    void requestsMayFollowEachOtherOnOneConnectionUpToTheUpgrade() throws Exception {
        try (TestServer server = echo();
                RawPeer peer = RawPeer.connect(server.port())) {
            for (int i = 0; i < 3; i++) {
                peer.send(PAGE_REQUEST);
                assertThat(peer.readHead()).startsWith("HTTP/1.1 404 ");
                assertThat(peer.readHex("Not Found".length())).isNotEmpty();
            }
            peer.upgrade();
            peer.send(HELLO);
            assertThat(peer.readHex(7)).isEqualTo("810548656c6c6f");
        }
    }

    @Tag("SEC-25")
    @Test
    void requestsThatDoNotWaitForTheirAnswersGetOneAndTheEnd() throws Exception {
        try (TestServer server = echo();
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(PAGE_REQUEST.repeat(100_000));
            assertThat(peer.readHead()).startsWith("HTTP/1.1 404 ");
            assertThat(peer.readToEnd()).isEqualTo("Not Found");
        }
    }

    private static TestServer echo() throws IOException {
        return TestServer.start(
                () -> new Recorder() {
                    @Override
                    public void onText(WebSocket socket, String message) {
                        socket.send(message);
                    }
                },
                options -> {});
    }
}
