package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.CloseEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a server of ours leaves. No timer runs in these tests: every end comes from what was received. */
class ClosingTest {

    private static final String CLOSE_1000 = "8882 00000000 03e8";

    @Tag("WS-083")
    @Tag("WS-086")
    @Tag("WS-108")
    @Test
    void serverEndsTheConnectionAtOnceWhenItHasAnsweredAClose() throws Exception {
        try (TestServer server = TestServer.start(options -> {});
                RawPeer peer = RawPeer.open(server.port())) {
            peer.sendHex(CLOSE_1000);
            assertThat(peer.readHex(4)).isEqualTo("880203e8");
            assertThat(peer.readToEnd()).isEmpty();
            peer.leave();
            server.assertOneClose(server.accepted(), new Closed(1000, "", true));
        }
    }

    @Tag("WS-086")
    @Test
    void serverEndsTheConnectionAtOnceWhenItsCloseWasAnswered() throws Exception {
        try (TestServer server = TestServer.start(options -> {});
                RawPeer peer = RawPeer.open(server.port())) {
            Recorder events = server.accepted();
            events.socket().close(3001, "done");
            assertThat(peer.readHex(8)).isEqualTo("88060bb9646f6e65");
            peer.sendHex("8882 00000000 0bb9");
            assertThat(peer.readToEnd()).isEmpty();
            peer.leave();
            server.assertOneClose(events, new Closed(3001, "", true));
        }
    }

    @Tag("WS-076")
    @Tag("WS-109")
    @Test
    void closeWithoutACodeIsReportedAs1005() throws Exception {
        try (TestServer server = TestServer.start(options -> {});
                RawPeer peer = RawPeer.open(server.port())) {
            peer.sendHex("8880 00000000");
            assertThat(peer.readHex(2)).isEqualTo("8800");
            assertThat(peer.readToEnd()).isEmpty();
            peer.leave();
            server.assertOneClose(server.accepted(), new Closed(1005, "", true));
        }
    }

    @Tag("WS-084")
    @Tag("WS-106")
    @Test
    void bytesBehindACloseAreDroppedAndTheEndIsARegularOne() throws Exception {
        try (TestServer server = TestServer.start(options -> {});
                RawPeer peer = RawPeer.open(server.port())) {
            peer.sendHex(CLOSE_1000 + "8185 00000000 48656c6c6f");
            peer.send(new byte[256 * 1024]);
            assertThat(peer.readHex(4)).isEqualTo("880203e8");
            assertThat(peer.readToEnd()).as("a reset would be an exception").isEmpty();
            peer.leave();
            server.assertOneClose(server.accepted(), new Closed(1000, "", true));
        }
    }

    @Tag("WS-111")
    @Tag("WS-112")
    @Test
    void violationIsAnsweredByACloseAndTheEnd() throws Exception {
        try (TestServer server = TestServer.start(options -> {});
                RawPeer peer = RawPeer.open(server.port())) {
            peer.sendHex("8380 00000000" + CLOSE_1000);
            String close = peer.readHex(4);
            assertThat(close).startsWith("88").endsWith("03ea");
            peer.readToEnd();
            peer.leave();
            Recorder events = server.accepted();
            CloseEvent event = events.close();
            assertThat(event.code()).isEqualTo(1002);
            assertThat(event.wasClean()).isFalse();
            server.assertOneClose(events, Closed.of(event));
            assertThat(events.errors()).hasSize(1);
        }
    }

    @Tag("WS-088")
    @Test
    void closesThatCrossEndCleanly() throws Exception {
        try (TestServer server = TestServer.start(options -> {});
                RawPeer peer = RawPeer.open(server.port())) {
            Recorder events = server.accepted();
            events.socket().close(3001, "");
            peer.sendHex("8882 00000000 0bba");
            assertThat(peer.readHex(4)).isIn("88020bb9", "88020bba");
            assertThat(peer.readToEnd()).isEmpty();
            peer.leave();
            server.assertOneClose(events, new Closed(3002, "", true));
        }
    }
}
