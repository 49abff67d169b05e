package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ClosingHandshakeTest {

    private final RecordingListener listener = new RecordingListener();

    @Tag("WS-086")
    @Test
    void theServerEndsTheConnectionOnceBothCloseFramesHavePassed() {
        ScriptedPeer peer = Setup.client(listener);
        peer.send("8882 00000000 0bb8").expect("88020bb8");
        assertThat(peer.transport().isOutputEnded()).isTrue();
        assertThat(peer.transport().closes()).isEqualTo(1);
    }

    @Tag("WS-086")
    @Test
    void theServerEndsTheConnectionWhenItsOwnCloseFrameIsAnswered() {
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().close(3000, "");
        peer.expect("88020bb8");
        assertThat(peer.transport().closes()).isZero();
        peer.send("8882 00000000 0bb8");
        assertThat(peer.transport().isOutputEnded()).isTrue();
    }

    @Tag("WS-087")
    @Test
    void theClientWaitsForTheServersEnd() {
        ScriptedPeer peer = Setup.server(listener);
        peer.send("880203e8").expect("8882 00000000 03e8");
        assertThat(peer.transport().closes()).isZero();
        peer.clock().advanceSeconds(9);
        assertThat(peer.transport().isGone()).isFalse();
        peer.end();
        listener.expect("close 1000 (clean)");
        assertThat(peer.transport().aborts()).isZero();
    }

    @Tag("WS-087")
    @Test
    void theClientDoesNotWaitForTheServersEndForEver() {
        ScriptedPeer peer = Setup.server(listener);
        peer.send("88020bb8");
        peer.clock().advanceSeconds(10);
        listener.expect("close 3000 (clean)");
    }

    @Tag("WS-087")
    @Tag("SEC-50")
    @Test
    void thePeersLateCloseFrameDoesNotGiveTheClosingMoreTime() {
        ScriptedPeer peer = Setup.server(listener);
        peer.socket().close();
        peer.run().clock().advanceSeconds(9);
        peer.send("880203e8");
        peer.clock().advanceSeconds(1);
        listener.expect("close 1000 (clean)");
    }

    @Tag("WS-088")
    @Test
    void closeFramesThatCrossEndBothSidesCleanly() {
        RecordingListener other = new RecordingListener();
        MemoryPair pair = new MemoryPair(listener, other).open();
        listener.expect("open");
        other.expect("open");
        pair.loop().execute(() -> pair.client().close(3000, "client"));
        pair.loop().execute(() -> pair.server().close(3001, "server"));
        pair.run();
        listener.expect("close 3001 server (clean)");
        other.expect("close 3000 client (clean)");
        assertThat(pair.clock().timers()).isZero();
    }

    @Tag("WS-117")
    @Test
    void goingAwaySends1001() {
        ScriptedPeer peer = Setup.client(listener);
        assertThat(peer.socket().goAway()).isTrue();
        peer.expect("880203e9");
    }

    @Tag("WS-091")
    @Test
    void noPongBehindACloseFrame() {
        ScriptedPeer peer = Setup.client(listener);
        peer.send("8880 00000000 8981 00000000 78").expect("8800");
        listener.assertExhausted();
        RecordingListener closing = new RecordingListener();
        peer = Setup.client(closing);
        peer.socket().close();
        peer.expect("880203e8");
        peer.send("8981 00000000 78").expectNothing();
    }

    @Tag("WS-082")
    @Test
    void whatWasSentBeforeTheCloseGoesOutBeforeIt() {
        ScriptedPeer peer = Setup.client(listener);
        peer.transport().stall();
        for (int i = 0; i < 3; i++) {
            assertThat(peer.socket().send("x".repeat(100_000))).isTrue();
        }
        peer.socket().close();
        assertThat(peer.socket().send("late")).isFalse();
        peer.run();
        peer.transport().flow();
        String sent = Hex.of(peer.sent());
        assertThat(sent).hasSize(2 * (3 * 100_010 + 4)).endsWith("7878880203e8");
    }

    @Tag("WS-113")
    @Test
    void aClientWithoutTimersStaysOpenForEver() {
        ScriptedPeer peer =
                Setup.opened(ScriptedPeer.server(listener, Setup.noTimers().build()), listener);
        peer.clock().advanceSeconds(3600);
        peer.expectNothing();
        assertThat(peer.clock().timers()).isZero();
        peer.send("8100");
        listener.expect("text");
    }
}
