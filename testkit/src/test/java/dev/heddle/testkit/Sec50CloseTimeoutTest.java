package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("SEC-50")
class Sec50CloseTimeoutTest {

    private final RecordingListener listener = new RecordingListener();

    @Test
    void aPeerThatIgnoresTheCloseIsLeftAfterTenSeconds() {
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().close(3000, "");
        peer.run().clock().advance(Duration.ofMillis(9999));
        assertThat(peer.transport().aborts()).isZero();
        peer.clock().advance(Duration.ofMillis(1));
        assertThat(peer.transport().aborts()).isEqualTo(1);
        listener.expect("close 1006 (not clean)");
        assertThat(peer.clock().timers()).isZero();
    }

    @Test
    void aPeerThatKeepsSendingGetsNoMoreTime() {
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().close();
        peer.run();
        for (int second = 1; second <= 10; second++) {
            assertThat(peer.transport().isGone()).isFalse();
            peer.send("8180 00000000 8980 00000000").clock().advanceSeconds(1);
        }
        assertThat(peer.transport().isGone()).isTrue();
        assertThat(listener.events()).last().isEqualTo("close 1006 (not clean)");
    }

    @Test
    void aPeerThatDoesNotReadTheAnswerToItsCloseIsLeftToo() {
        ScriptedPeer peer = Setup.client(listener);
        peer.transport().stall();
        peer.socket().send(Setup.bytes(200_000));
        peer.socket().send("waits in the driver");
        peer.run().send("8882 00000000 03e8");
        peer.clock().advanceSeconds(10);
        assertThat(peer.transport().isGone()).isTrue();
        // Its Close frame came, this side's never left.
        listener.expect("close 1000 (not clean)");
        assertThat(peer.clock().timers()).isZero();
    }

    @Test
    void aPeerThatDoesNotEndTheConnectionGetsTwoSeconds() {
        ScriptedPeer peer = Setup.client(listener);
        peer.send("8882 00000000 03e8").clock().advance(Duration.ofMillis(1999));
        assertThat(peer.transport().isOutputEnded()).isTrue();
        assertThat(peer.transport().isGone()).isFalse();
        peer.clock().advance(Duration.ofMillis(1));
        assertThat(peer.transport().isGone()).isTrue();
        listener.expect("close 1000 (clean)");
    }

    @Test
    void aPeerThatBrokeTheProtocolGetsTwoSeconds() {
        ScriptedPeer peer = Setup.server(listener);
        peer.send("8380").clock().advanceSeconds(2);
        listener.expect("error Unrecognized frame opcode: 3", "close 1002 Unrecognized frame opcode: 3 (not clean)");
        assertThat(peer.clock().timers()).isZero();
    }

    @Test
    void aPausedReaderStillSeesTheEndOfTheClosing() {
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().pause();
        peer.run().send("8882 00000000 03e8");
        listener.assertExhausted();
        peer.socket().close();
        peer.run().end();
        listener.expect("close 1000 (clean)");
    }

    @Tag("SEC-51")
    @Test
    void aHandshakeThatIsNotAnsweredEndsAfterTenSeconds() {
        ScriptedPeer peer =
                ScriptedPeer.server(listener, Setup.options().build()).connect();
        for (int second = 0; second < 10; second++) {
            assertThat(peer.transport().isGone()).isFalse();
            // A response that dribbles gets no more time.
            peer.sendHead("HTTP/1.1 1".substring(second, second + 1));
            peer.clock().advanceSeconds(1);
        }
        listener.expect(
                "error The handshake was not done within PT10S (handshakeTimeout)",
                "close 1006 Error during WebSocket handshake: The connection ended (not clean)");
        assertThat(peer.clock().timers()).isZero();
    }
}
