package dev.heddle.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.websocket.WebSocket;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A peer that breaks off, or does nothing any more, is got rid of: one error, one close event with 1006. */
abstract class FailureCases extends FlowCases {

    private static final Duration SOON = Duration.ofMillis(300);

    @Test
    void aResetInsideAMessageIsOneErrorAndTheEnd() throws Exception {
        Witness witness = new Witness();
        Peer peer = open(witness);
        witness.socket();
        byte[] message = Frame.binary(bytes(1000)).encode(peer.isClient());
        peer.write(Arrays.copyOf(message, 500));
        peer.reset();
        assertClosed(witness, 1006, "", false);
        assertTrue(witness.hasFailed() || !resetsSeen(), "it is an error");
        assertFalse(witness.hasMessage(), "half a message is none");
    }

    @Test
    void aResetWhileWeWriteIsTheEnd() throws Exception {
        Source source = new Source();
        Peer peer = openNarrow(source, options());
        WebSocket socket = source.socket();
        assertEquals(0, peer.receiveMessage().payload().getInt());
        peer.reset();
        // An error too, or not: the system tells of the reset once, to a read or to a write, and to the other only of
        // the end.
        assertClosed(source, 1006, "", false);
        assertFalse(socket.send("late"), "nothing is sent behind the end");
        assertEquals(0, socket.bufferedAmount(), "nothing is kept behind the end");
    }

    @Test
    void aBurstOfAnotherThreadEndsWithTheConnection() throws Exception {
        Witness witness = new Witness();
        Peer peer = open(witness);
        WebSocket socket = witness.socket();
        String message = "x".repeat(1024);
        Future<?> burst = start(() -> {
            // Fewer than maxBufferedAmount: the reset has to be what ends it.
            for (int i = 0; i < 20_000 && socket.send(message); i++) {
                // And on.
            }
            return "over";
        });
        for (int i = 0; i < 10; i++) {
            assertEquals(message, peer.receiveMessage().text());
        }
        peer.reset();
        assertEquals(1006, witness.close().code());
        assertEquals("over", await(burst, "the end of the burst"));
        assertFalse(socket.send("late"), "nothing is sent behind the end");
    }

    @Test
    @Tag("SEC-51")
    void aPeerThatAnswersNoPingIsEnded() throws Exception {
        Witness witness = new Witness();
        Peer peer = open(witness, options().pingInterval(SOON).pongTimeout(SOON));
        assertEquals(1006, closeInTime(witness, SOON).code());
        assertTrue(witness.hasFailed(), "it is an error");
        assertEquals(Frame.PING, peer.receive().opcode());
        peer.readToAnyEnd();
    }

    @Test
    void aPeerThatAnswersPingsStays() throws Exception {
        Witness witness = new Witness();
        Peer peer = open(
                witness, options().pingInterval(Duration.ofMillis(20)).pongTimeout(Duration.ofMillis(PATIENCE_MILLIS)));
        witness.socket();
        for (int i = 0; i < 5; i++) {
            passTime(Duration.ofMillis(20));
            Frame ping = peer.receive();
            assertEquals(Frame.PING, ping.opcode());
            peer.send(new Frame(true, Frame.PONG, ping.payload()));
        }
        assertFalse(witness.isOver(), "it is alive");
    }

    @Test
    @Tag("SEC-50")
    void aPeerThatIgnoresTheCloseIsEnded() throws Exception {
        Witness witness = new Witness();
        Peer peer = open(witness, options().closeTimeout(SOON));
        witness.socket().close();
        assertEquals(1000, peer.receive().code());
        peer.send(Frame.text("What did you say?"));
        assertEquals(1006, closeInTime(witness, SOON).code());
        peer.readToAnyEnd();
    }

    /** The end does not wait for the write queue. */
    @Test
    @Tag("SEC-52")
    void aPeerThatReadsNothingCanNotHoldUpTheClose() throws Exception {
        Source source = new Source();
        Peer peer = openNarrow(source, options().closeTimeout(SOON).linger(SOON).writeStallTimeout(Duration.ZERO));
        source.socket().close();
        assertEquals(1006, closeInTime(source, SOON).code());
        assertTrue(readAll(peer) < Source.MESSAGES, "what did not fit into the buffers is lost");
    }

    /** It has sent its Close frame, but then it stops: ours never gets through. */
    @Test
    @Tag("SEC-52")
    void aPeerThatClosesAndReadsNothingIsEnded() throws Exception {
        Source source = new Source();
        Peer peer = openNarrow(source, options().closeTimeout(SOON).linger(SOON).writeStallTimeout(Duration.ZERO));
        source.socket();
        peer.send(Frame.close(1000, ""));
        closeInTime(source, SOON);
        assertTrue(readAll(peer) < Source.MESSAGES, "what did not fit into the buffers is lost");
    }

    @Test
    void aPeerThatEndsItsOutputAndReadsNothingIsEnded() throws Exception {
        Source source = new Source();
        Peer peer = openNarrow(source, options().closeTimeout(SOON).linger(SOON).writeStallTimeout(SOON));
        source.socket();
        peer.shutdownOutput();
        assertEquals(1006, closeInTime(source, SOON).code());
        assertTrue(readAll(peer) < Source.MESSAGES, "what did not fit into the buffers is lost");
    }

    /** Returns how many messages came before the end, whatever end that is. */
    private static int readAll(Peer peer) throws IOException {
        int count = 0;
        try {
            while (peer.receiveMessage().opcode() == Frame.BINARY) {
                count++;
            }
        } catch (EOFException e) {
            return count;
        } catch (IOException e) {
            peer.readToAnyEnd();
        }
        return count;
    }

    /** Tells whether a reset is told from the end of what the peer sends: see TransportContract. */
    abstract boolean resetsSeen();
}
