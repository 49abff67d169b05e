package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.WebSocketOptions;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("SEC-14")
class Sec14SlowReaderTest {

    private static final String FULL =
            "error More than 1048576 bytes of messages are waiting to be sent (maxBufferedAmount)";
    private static final String STALLED = "error Nothing could be written for PT20S (writeStallTimeout)";
    private static final String CLOSED = "close 1006 (not clean)";

    private final RecordingListener listener = new RecordingListener();
    /** Where the cap is one of 1 MiB. */
    private final WebSocketOptions capped = Setup.noTimers()
            .driver(driver -> driver.maxLength(1024))
            .maxBufferedAmount(1 << 20)
            .build();

    @Test
    void fromTheCapOnASendFailsAndTheConnectionEnds() {
        ScriptedPeer peer = Setup.opened(ScriptedPeer.client(listener, capped), listener);
        peer.transport().stall();
        for (int i = 0; i < 1024; i++) {
            assertThat(peer.socket().send(Setup.bytes(1024))).isTrue();
        }
        listener.assertExhausted();
        assertThat(peer.socket().send(Setup.bytes(1))).isFalse();
        peer.run();
        listener.expect(FULL, CLOSED);
        assertThat(peer.transport().aborts()).isEqualTo(1);
        assertThat(peer.clock().timers()).isZero();
    }

    @Test
    void theCapCountsWhatWaitsOnTheLoopToo() {
        ScriptedPeer peer = Setup.opened(ScriptedPeer.client(listener, capped), listener);
        peer.transport().stall();
        for (int i = 0; i < 1024; i++) {
            assertThat(peer.socket().send(Setup.bytes(1024))).isTrue();
            peer.run();
        }
        peer.loop().run(() -> assertThat(peer.socket().send("x")).isFalse());
        listener.expect(FULL, CLOSED);
    }

    /** Each takes its header too, so that empty ones are not for free. */
    @Test
    void asManyBytesOfPingsMayWait() {
        for (int payload : new int[] {0, 125}) {
            RecordingListener told = new RecordingListener();
            ScriptedPeer peer = Setup.opened(ScriptedPeer.client(told, capped), told);
            peer.transport().stall();
            int pings = 0;
            while (pings < 1_000_000 && peer.socket().ping(Setup.bytes(payload), () -> {})) {
                pings++;
                if (pings % 1000 == 0) {
                    peer.run();
                }
            }
            peer.run();
            assertThat(pings).isBetween(1000, (1 << 20) / (2 + payload) + 1001);
            told.expect(FULL.replace("messages", "pings"), CLOSED);
        }
    }

    @Test
    void theCapIsNeverLessThanOneLegalMessage() {
        WebSocketOptions options = Setup.options().maxBufferedAmount(1).build();
        assertThat(options.maxBufferedAmount()).isEqualTo((1 << 26) - 1);
    }

    @Tag("SEC-53")
    @Test
    void aPeerThatReadsNothingIsLeftAfterTwentySeconds() {
        ScriptedPeer peer = stalled();
        peer.clock().advance(Duration.ofMillis(19_999));
        listener.assertExhausted();
        peer.clock().advance(Duration.ofMillis(1));
        listener.expect(STALLED, CLOSED);
        assertThat(peer.clock().timers()).isZero();
    }

    @Test
    void aPeerThatKeepsSendingButReadsNothingIsLeftToo() {
        ScriptedPeer peer = stalled();
        for (int second = 0; second < 20; second++) {
            peer.send("8a80 00000000").clock().advanceSeconds(1);
        }
        assertThat(listener.events()).endsWith(STALLED, CLOSED);
    }

    @Test
    void aPeerThatReadsSlowlyIsWaitedFor() {
        ScriptedPeer peer = stalled();
        for (int second = 0; second < 300; second++) {
            peer.clock().advanceSeconds(1);
            if (second % 10 == 0) {
                peer.transport().drain(1);
            }
        }
        listener.assertExhausted();
        peer.clock().advanceSeconds(40);
        listener.expect(STALLED, CLOSED);
    }

    /** More than a byte at a time, and less than the least rate. */
    @Test
    void aPeerThatTricklesIsLeftByTheLeastRate() {
        ScriptedPeer peer = rated();
        peer.socket().send(Setup.bytes(200_000));
        trickle(peer, 9, 1_000);
        listener.assertExhausted();
        trickle(peer, 1, 999);
        listener.expect(
                "error The peer took 9999 bytes in PT10S while more was waiting, expected at least 10000 (minWriteRate)",
                CLOSED);
        assertThat(peer.clock().timers()).isZero();
    }

    @Test
    void aPeerThatKeepsTheLeastRateIsWaitedForAllTheWay() {
        ScriptedPeer peer = rated();
        peer.socket().send(Setup.bytes(200_000));
        trickle(peer, 199, 1_000);
        assertThat(listener.events()).doesNotContain(CLOSED);
        assertThat(peer.clock().timers()).isEqualTo(1);
        trickle(peer, 10, 1_000);
        // Nothing waits any more.
        assertThat(peer.clock().timers()).isZero();
        peer.clock().advanceSeconds(60);
        assertThat(listener.events()).doesNotContain(CLOSED);
    }

    /** Room in between does not begin the time anew, or who makes a little each time would be waited for for ever. */
    @Test
    void theLeastRateCountsFromAFullOutputToAnEmptyOne() {
        ScriptedPeer peer = rated();
        peer.socket().send(Setup.bytes(100_000));
        peer.run();
        assertThat(peer.transport().output().full()).isTrue();
        peer.transport().drain(70_000);
        peer.run();
        assertThat(peer.transport().output().full()).isFalse();
        peer.clock().advanceSeconds(10);
        peer.socket().send(Setup.bytes(100));
        peer.run().clock().advanceSeconds(10);
        assertThat(listener.events())
                .endsWith(
                        "error The peer took 0 bytes in PT10S while more was waiting, expected at least 10000 (minWriteRate)",
                        CLOSED);
    }

    /** A network that takes none, and a peer that is to take 10,000 bytes in ten seconds. */
    private ScriptedPeer rated() {
        WebSocketOptions options =
                Setup.noTimers().minWriteRate(10_000, Duration.ofSeconds(10)).build();
        ScriptedPeer peer = Setup.opened(ScriptedPeer.client(listener, options), listener);
        peer.transport().stall();
        return peer;
    }

    /** Lets the peer take so much each second. */
    private static void trickle(ScriptedPeer peer, int seconds, int bytes) {
        for (int second = 0; second < seconds; second++) {
            peer.run().transport().drain(bytes);
            peer.run().clock().advanceSeconds(1);
        }
    }

    @Test
    void noDeadlineRunsOnceThereIsRoomAgain() {
        ScriptedPeer peer = stalled();
        peer.transport().flow();
        assertThat(peer.clock().timers()).isZero();
        listener.expect("drain");
    }

    @Tag("SEC-52")
    @Test
    void theCloseOfACongestedConnectionDoesNotWaitForTheQueue() {
        ScriptedPeer peer = stalled();
        peer.socket().close();
        peer.run().clock().advanceSeconds(10);
        listener.expect(CLOSED);
        assertThat(peer.transport().isGone()).isTrue();
        assertThat(peer.clock().timers()).isZero();
    }

    /** An open connection with 200,000 bytes to send and a network that takes none. */
    private ScriptedPeer stalled() {
        WebSocketOptions options =
                Setup.noTimers().writeStallTimeout(Duration.ofSeconds(20)).build();
        ScriptedPeer peer = Setup.opened(ScriptedPeer.client(listener, options), listener);
        peer.transport().stall();
        peer.socket().send(Setup.bytes(200_000));
        return peer.run();
    }

    @Test
    void emptyMessagesDoNotWaitForFree() {
        WebSocketOptions options = Setup.options()
                .driver(driver -> driver.random(bytes -> {}).maxLength(100_000))
                .maxBufferedAmount(100_000)
                .build();
        RecordingListener listener = new RecordingListener();
        ScriptedPeer peer = Setup.opened(ScriptedPeer.client(listener, options), listener);
        peer.transport().watermarks(1, 1).stall();
        peer.socket().send("x");
        peer.run();
        int outside = 0;
        while (peer.socket().send("")) {
            outside++;
        }
        assertThat(outside).isBetween(100_000 / 256, 100_000 / 256 + 20);
        peer.run();
        assertThat(listener.events()).first().asString().contains("maxBufferedAmount");
    }

    @Test
    void emptyMessagesDoNotWaitInTheDriverForFree() {
        WebSocketOptions options = Setup.options()
                .driver(driver -> driver.random(bytes -> {}).maxLength(100_000))
                .maxBufferedAmount(100_000)
                .build();
        RecordingListener listener = new RecordingListener();
        ScriptedPeer peer = Setup.opened(ScriptedPeer.client(listener, options), listener);
        peer.transport().watermarks(1, 1).stall();
        peer.socket().send("x");
        peer.run();
        int[] inside = {0};
        peer.loop().run(() -> {
            while (peer.socket().send("")) {
                inside[0]++;
            }
        });
        assertThat(inside[0]).isBetween(100_000 / 256, 100_000 / 256 + 20);
    }
}
