package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.heddle.websocket.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That the kit finds what it is to find. */
class TestkitTest {

    private final RecordingListener client = new RecordingListener();
    private final RecordingListener server = new RecordingListener();

    @Test
    void timersRunInTheOrderInWhichTheyAreDueAndWereSet() {
        FakeClock clock = new FakeClock();
        List<String> ran = new ArrayList<>();
        clock.schedule(20, () -> ran.add("20"));
        clock.schedule(10, () -> {
            ran.add("10 at " + clock.now().toNanos());
            clock.schedule(5, () -> ran.add("15"));
        });
        clock.schedule(20, () -> ran.add("20 again"));
        clock.schedule(21, () -> ran.add("21"));
        clock.advance(Duration.ofNanos(20));
        assertThat(ran).containsExactly("10 at 10", "15", "20", "20 again");
        assertThat(clock.timers()).isEqualTo(1);
        assertThat(clock.now()).isEqualTo(Duration.ofNanos(20));
    }

    @Test
    void aTimerThatWasCancelledDoesNotRun() {
        MemoryLoop loop = new MemoryLoop(new FakeClock());
        List<String> ran = new ArrayList<>();
        Transport.Timer timer = loop.schedule(10, () -> ran.add("ran"));
        timer.cancel();
        timer.cancel();
        loop.clock().advanceSeconds(1);
        assertThat(ran).isEmpty();
        assertThat(loop.clock().timers()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> loop.schedule(0, () -> {}));
    }

    @Test
    void whatATaskThrowsComesOutOfTheLoop() {
        MemoryLoop loop = new MemoryLoop(new FakeClock());
        loop.execute(() -> {
            throw new IllegalStateException("thrown");
        });
        assertThatIllegalStateException().isThrownBy(loop::run).withMessage("thrown");
        assertThat(loop.inLoop()).isFalse();
    }

    @Test
    void whatATaskThrowsInALoopWithAThreadComesOutOfItsClose() {
        MemoryLoop loop = new MemoryLoop(new FakeClock()).start();
        loop.execute(() -> {
            throw new IllegalStateException("thrown");
        });
        assertThatIllegalStateException()
                .isThrownBy(loop::close)
                .withMessage("A task of the loop has thrown")
                .withCause(new IllegalStateException("thrown"));
    }

    @Test
    void aPairCarriesMessagesBothWays() {
        MemoryPair pair = opened();
        pair.client().send("Hello");
        pair.server().send(Hex.bytes("00ff"));
        pair.run();
        server.expect("text Hello");
        client.expect("binary 00ff");
    }

    @Test
    void aPairHasNoServerBeforeTheRequestArrives() {
        MemoryPair pair = new MemoryPair(client, server);
        assertThatIllegalStateException().isThrownBy(pair::server);
        pair.clientTransport().stall();
        pair.open();
        assertThatIllegalStateException().isThrownBy(pair::server);
        pair.clientTransport().flow();
        assertThat(pair.server().url()).isEqualTo("ws://example.com/chat");
    }

    @Test
    void aPairCanBeSplitAtEveryByte() {
        MemoryPair pair = new MemoryPair(client, server);
        pair.clientTransport().splitReads(1);
        pair.serverTransport().splitReads(1);
        pair.open();
        pair.client().send("Hello");
        pair.run();
        client.expect("open");
        server.expect("open", "text Hello");
    }

    @Test
    void aPairCanBeCutInsideAFrame() {
        MemoryPair pair = opened();
        pair.clientTransport().cutAfter(3);
        pair.client().send("Hello");
        pair.run();
        client.expect(
                "error Network error: ws://example.com/chat: java.io.IOException: Connection reset",
                "close 1006 (not clean)");
        server.expect(
                "error Network error: ws://example.com/chat: java.io.IOException: Connection reset by peer",
                "close 1006 (not clean)");
    }

    @Test
    void oneDirectionOfAPairCanBeStalled() {
        MemoryPair pair = opened();
        pair.serverTransport().stall();
        pair.client().send("to the server");
        pair.server().send("to the client");
        pair.run();
        server.expect("text to the server");
        client.assertExhausted();
        pair.serverTransport().drain(4);
        client.assertExhausted();
        pair.serverTransport().flow();
        client.expect("text to the client");
    }

    @Test
    void anEndOfOneDirectionLeavesTheOtherOne() {
        ScriptedPeer peer = Setup.client(client);
        peer.transport().stall();
        peer.socket().send("still goes out");
        peer.run().end();
        client.assertExhausted();
        assertThat(peer.transport().isOutputEnded()).isFalse();
        peer.transport().flow();
        assertThat(peer.transport().isOutputEnded()).isTrue();
        assertThat(peer.transport().isGone()).isTrue();
        peer.expect("810e" + Hex.of(Setup.ascii("still goes out")));
    }

    @Test
    void aTransportThatEndsLaterEndsInATaskOfTheLoop() {
        ScriptedPeer peer = Setup.client(client);
        peer.transport().endsLater();
        peer.loop().run(() -> {
            peer.socket().failed(new IOException("reset"));
            client.expect("error Network error: ws://example.com/chat: java.io.IOException: reset");
        });
        client.expect("close 1006 (not clean)");
    }

    @Test
    void aRecordSaysWhatWasNotExpected() {
        client.record("text a");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> client.expect("text b"))
                .withMessage("Expected the events [text b] but had [text a]");
        client.record("text a");
        assertThatExceptionOfType(AssertionError.class).isThrownBy(client::assertExhausted);
    }

    @Test
    void aScriptedPeerSaysWhatItDidNotGet() {
        ScriptedPeer peer = Setup.client(client);
        peer.socket().send("a");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> peer.expect("81 01 62"))
                .withMessage("Expected the bytes 810162 but got 810161");
        peer.expectNothing();
    }

    @Test
    void splitsAreWholeByteByByteAndEachCut() {
        List<List<String>> splits = new ArrayList<>();
        Splits.each(
                Hex.bytes("010203"),
                parts -> splits.add(parts.stream().map(Hex::of).toList()));
        assertThat(splits)
                .containsExactly(
                        List.of("010203"), List.of("01", "02", "03"), List.of("01", "0203"), List.of("0102", "03"));
    }

    @Test
    void chunksAreLargeEnoughForTheDriver() {
        MemoryTransport transport = new MemoryTransport(new MemoryLoop(new FakeClock()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> transport.chunks(255))
                .withMessage("A chunk has at least 256 bytes, not 255");
    }

    private MemoryPair opened() {
        MemoryPair pair = new MemoryPair(client, server).open();
        client.expect("open");
        server.expect("open");
        return pair;
    }
}
