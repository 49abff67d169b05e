package dev.heddle.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protocols with and without pings; what a peer's frames change is tested on whole connections. */
class KeepaliveTest {

    private final Timers timers = new Timers();
    private final List<String> events = new ArrayList<>();

    @Test
    void aSilentPeerIsDeadAfterThePongTimeout() {
        keepalive(Duration.ZERO, true).start();
        timers.advance(Duration.ofSeconds(39));
        assertThat(events).containsExactly("ping 1");
        timers.advance(Duration.ofSeconds(1));
        assertThat(events).contains("No frame within 20.0 s of a ping (pongTimeout)");
    }

    @Test
    void whereNoPingIsSentNoPongIsAwaited() {
        keepalive(Duration.ZERO, false).start();
        timers.advance(Duration.ofHours(1));
        assertThat(events).containsExactly("no ping 1");
        assertThat(timers.count()).isZero();
    }

    @Test
    void whereNoPingIsSentTheIdleTimeoutHolds() {
        Keepalive keepalive = keepalive(Duration.ofSeconds(60), false);
        keepalive.start();
        timers.advance(Duration.ofSeconds(40));
        keepalive.frame();
        timers.advance(Duration.ofSeconds(59));
        assertThat(events).containsExactly("no ping 1");
        // The end comes up to a quarter of the time later.
        timers.advance(Duration.ofSeconds(16));
        assertThat(events).containsExactly("no ping 1", "No frame for 60.0 s (idleTimeout)");
    }

    @Test
    void oneTimerServesPingPongAndIdleTimeout() {
        Keepalive keepalive = keepalive(Duration.ofSeconds(60), true);
        keepalive.start();
        for (int second = 0; second < 65; second++) {
            assertThat(timers.count()).isEqualTo(1);
            timers.advance(Duration.ofSeconds(1));
            keepalive.frame();
        }
        // Idle checks each 15 s in between change nothing about when the pings go out.
        assertThat(events).containsExactly("ping 1", "ping 2", "ping 3");
        keepalive.stop();
        assertThat(timers.count()).isZero();
    }

    @Test
    void anAnswerIsMissedBeforeTheNextPingGoesOut() {
        keepalive(Duration.ZERO, true).start();
        timers.advance(Duration.ofSeconds(40));
        assertThat(events).containsExactly("ping 1", "No frame within 20.0 s of a ping (pongTimeout)", "ping 2");
    }

    private Keepalive keepalive(Duration idleTimeout, boolean pings) {
        return new Keepalive(timers, WebSocketOptions.defaults(), idleTimeout) {

            @Override
            boolean ping(ByteBuffer payload) {
                events.add((pings ? "ping " : "no ping ") + StandardCharsets.US_ASCII.decode(payload));
                return pings;
            }

            @Override
            void dead(String why) {
                events.add(why);
            }
        };
    }
}
