package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.WebSocketOptions;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("SEC-51")
class Sec51HalfOpenPeerTest {

    private static final String DEAD = "error No frame within 20.0 s of a ping (pongTimeout)";
    private static final String CLOSED = "close 1006 (not clean)";

    private final RecordingListener listener = new RecordingListener();

    @Test
    void pingsGoOutEveryTwentySecondsAndAreNumbered() {
        ScriptedPeer peer = Setup.client(listener);
        for (int i = 1; i < 10; i++) {
            peer.clock().advance(Duration.ofMillis(19_999));
            peer.expectNothing();
            peer.clock().advance(Duration.ofMillis(1));
            peer.expect("8901 3" + i);
            peer.sendFrame(0x8a, Setup.ascii(Integer.toString(i)));
            listener.expect("pong 3" + i);
        }
    }

    @Test
    void aSilentPeerIsFoundAfterPingIntervalAndPongTimeout() {
        ScriptedPeer peer = Setup.client(listener);
        peer.clock().advance(Duration.ofMillis(39_999));
        listener.assertExhausted();
        peer.clock().advance(Duration.ofMillis(1));
        listener.expect(DEAD, CLOSED);
        assertThat(peer.clock().timers()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"20, 20", "5, 20", "20, 5", "7, 10", "1, 60"})
    void deathIsFoundWithinIntervalAndTimeoutWheneverItHappens(int interval, int timeout) {
        for (int death = 0; death < 70; death++) {
            RecordingListener each = new RecordingListener();
            WebSocketOptions options = Setup.options()
                    .pingInterval(Duration.ofSeconds(interval))
                    .pongTimeout(Duration.ofSeconds(timeout))
                    .idleTimeout(Duration.ZERO)
                    .build();
            ScriptedPeer peer = Setup.opened(ScriptedPeer.client(each, options), each);
            answerPingsUntil(peer, death);
            assertThat(peer.transport().isGone()).isFalse();
            peer.clock().advanceSeconds(interval + timeout);
            assertThat(peer.transport().isGone())
                    .as("interval %d, timeout %d, death after %d s", interval, timeout, death)
                    .isTrue();
        }
    }

    @Test
    void anyFrameIsASignOfLife() {
        ScriptedPeer peer = Setup.client(listener);
        peer.clock().advanceSeconds(15);
        for (String frame : new String[] {"8180 00000000", "8280 00000000", "8980 00000000", "8a80 00000000"}) {
            peer.clock().advanceSeconds(20);
            peer.send(frame);
            assertThat(peer.transport().isGone()).isFalse();
        }
        listener.expect("text", "binary", "ping", "pong");
    }

    @Test
    void aPeerIsNotTakenForDeadWhileTheApplicationDoesNotRead() {
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().pause();
        peer.send("8180 00000000");
        peer.run().clock().advanceSeconds(600);
        listener.assertExhausted();
        peer.socket().resume();
        peer.run();
        listener.expect("text");
        peer.clock().advance(Duration.ofMillis(19_999));
        listener.assertExhausted();
        peer.clock().advanceSeconds(40);
        listener.expect(DEAD, CLOSED);
    }

    @Test
    void aSlowLargeUploadIsASignOfLife() {
        ScriptedPeer peer = Setup.client(listener);
        // One frame of 4 MiB at 2 KiB a second.
        peer.send("82ff 0000000000400000 00000000");
        for (int second = 0; second < 2048; second++) {
            peer.send(Setup.bytes(2048)).clock().advanceSeconds(1);
            assertThat(peer.transport().isGone()).as("second %d", second).isFalse();
        }
        assertThat(listener.events()).singleElement().asString().startsWith("binary 00");
    }

    @Test
    void theDribbleOfAFrameThatNeverEndsIsNone() {
        ScriptedPeer peer = Setup.client(listener);
        peer.send("82ff 0000000000400000 00000000");
        for (int second = 0; second < 60 && !peer.transport().isGone(); second++) {
            peer.send("00").clock().advanceSeconds(1);
        }
        listener.expect(DEAD, CLOSED);
    }

    @Test
    void aServerWithoutPingsEndsWhatIsIdle() {
        WebSocketOptions options = Setup.options().pingInterval(Duration.ZERO).build();
        ScriptedPeer peer = Setup.opened(ScriptedPeer.client(listener, options), listener);
        for (int i = 0; i < 10; i++) {
            peer.clock().advanceSeconds(59);
            peer.send("8a80 00000000");
            listener.expect("pong");
        }
        // The end comes up to a quarter of the time later.
        peer.clock().advanceSeconds(59);
        listener.assertExhausted();
        peer.clock().advanceSeconds(16);
        listener.expect("error No frame for 60.0 s (idleTimeout)", CLOSED);
        assertThat(peer.clock().timers()).isZero();
    }

    @Test
    void aClientHasNoIdleTimeout() {
        WebSocketOptions options = Setup.options().pingInterval(Duration.ZERO).build();
        ScriptedPeer peer = Setup.opened(ScriptedPeer.server(listener, options), listener);
        assertThat(peer.clock().timers()).isZero();
        peer.clock().advanceSeconds(3600);
        listener.assertExhausted();
    }

    @Test
    void aPeerThatSendsNothingIsFoundDeadAlsoDuringAPause() {
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().pause();
        peer.run().clock().advanceSeconds(100);
        listener.expect("error No frame within 20.0 s of a ping (pongTimeout)", "close 1006 (not clean)");
    }

    @Test
    void aPauseWhileConnectingBeginsBehindTheHandshake() {
        ScriptedPeer peer = ScriptedPeer.server(listener, Setup.options().build());
        peer.socket().pause();
        peer.open();
        listener.expect("open");
        peer.send("8100");
        listener.assertExhausted();
        peer.socket().resume();
        peer.run();
        listener.expect("text");
    }

    private static void answerPingsUntil(ScriptedPeer peer, int seconds) {
        for (int second = 0; second < seconds; second++) {
            peer.clock().advanceSeconds(1);
            if (peer.sent().hasRemaining()) {
                peer.send("8a80 00000000");
            }
        }
    }
}
