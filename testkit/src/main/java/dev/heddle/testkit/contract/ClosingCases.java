package dev.heddle.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A connection ends in order, whoever begins, and at whatever moment. */
abstract class ClosingCases extends MessageCases {

    @Test
    void ourCloseIsAnsweredAndBothSeeARegularEnd() throws Exception {
        Witness witness = new Witness();
        Peer peer = open(witness);
        assertTrue(witness.socket().close(3001, "bye"), "the first close counts");
        assertEquals(Frame.close(3001, "bye"), peer.receive());
        peer.send(Frame.close(3001, "bye"));
        peer.endInOrder();
        assertClosed(witness, 3001, "bye", true);
        assertFalse(witness.hasFailed(), "a regular end is no error");
        assertFalse(witness.socket().send("late"), "nothing is sent behind the end");
    }

    @Test
    void thePeersCloseIsAnsweredAndBothSeeARegularEnd() throws Exception {
        Witness witness = new Witness();
        Peer peer = open(witness);
        peer.send(Frame.close(3002, "ciao"));
        assertEquals(3002, peer.receive().code());
        peer.endInOrder();
        assertClosed(witness, 3002, "ciao", true);
        assertFalse(witness.hasFailed(), "a regular end is no error");
    }

    @Test
    void whatWasSentBeforeTheCloseArrives() throws Exception {
        Witness witness = new Witness();
        Peer peer = openNarrow(witness, options());
        WebSocket socket = witness.socket();
        Frame message = Frame.binary(bytes(256 * 1024));
        for (int i = 0; i < 16; i++) {
            assertTrue(socket.send(message.payload()), "the message is sent");
        }
        socket.close();
        for (int i = 0; i < 16; i++) {
            assertEquals(message, peer.receiveMessage());
        }
        assertEquals(1000, peer.receive().code());
        peer.send(Frame.close(1000, ""));
        peer.endInOrder();
        assertClosed(witness, 1000, "", true);
    }

    @Test
    void aCloseOfAnotherThreadCutsABurstAtAMessage() throws Exception {
        Witness witness = new Witness();
        Peer peer = open(witness);
        WebSocket socket = witness.socket();
        Future<Integer> burst = start(() -> {
            int sent = 0;
            while (sent < 100_000 && socket.send("message " + sent)) {
                sent++;
            }
            return sent;
        });
        int received = 0;
        Frame frame = peer.receiveMessage();
        for (; frame.opcode() == Frame.TEXT; frame = peer.receiveMessage()) {
            assertEquals("message " + received++, frame.text());
            if (received == 100) {
                assertTrue(socket.close(3003, ""), "the first close counts");
            }
        }
        assertEquals(Frame.close(3003, ""), frame);
        assertTrue(received <= await(burst, "the burst"), "nothing arrives that was not sent");
        peer.send(Frame.close(3003, ""));
        peer.endInOrder();
        assertClosed(witness, 3003, "", true);
    }

    @Test
    void bothSidesMayCloseAtOnce() throws Exception {
        for (int i = 0; i < 10; i++) {
            Witness witness = new Witness();
            Peer peer = open(witness);
            WebSocket socket = witness.socket();
            CyclicBarrier together = new CyclicBarrier(2);
            Future<Boolean> ours = start(() -> {
                together.await();
                return socket.close(3004, "");
            });
            together.await();
            peer.send(Frame.close(3005, ""));
            boolean first = await(ours, "our close");
            int code = peer.receive().code();
            // Ours may have begun, and be overtaken by the peer's on its way to the loop.
            assertTrue(code == 3005 || first && code == 3004, () -> "code " + code);
            peer.endInOrder();
            assertClosed(witness, 3005, "", true);
        }
    }

    @Test
    void ofTwoThreadsThatCloseOneDoes() throws Exception {
        for (int i = 0; i < 10; i++) {
            Witness witness = new Witness();
            Peer peer = open(witness);
            WebSocket socket = witness.socket();
            CyclicBarrier together = new CyclicBarrier(2);
            Future<Boolean> other = start(() -> {
                together.await();
                return socket.close(3006, "");
            });
            together.await();
            boolean mine = socket.close(3007, "");
            assertNotEquals(mine, await(other, "the other thread's close"), "one of them closes");
            int code = mine ? 3007 : 3006;
            assertEquals(code, peer.receive().code());
            peer.send(Frame.close(code, ""));
            peer.endInOrder();
            assertClosed(witness, code, "", true);
        }
    }

    @Test
    void aListenerMayCloseInsideTheOpenEvent() throws Exception {
        Witness witness = new Witness() {
            @Override
            void opened(WebSocket socket) {
                socket.send("first and last");
                socket.close(3008, "");
            }
        };
        Peer peer = open(witness);
        assertEquals(Frame.text("first and last"), peer.receiveMessage());
        assertEquals(3008, peer.receive().code());
        peer.send(Frame.close(3008, ""));
        peer.endInOrder();
        assertClosed(witness, 3008, "", true);
    }

    @Test
    void aListenerMayCloseInsideAMessage() throws Exception {
        Witness witness = new Witness() {
            @Override
            void text(WebSocket socket, String message) {
                socket.close(3009, message);
            }
        };
        Peer peer = open(witness);
        // The second one is behind the close for the listener, not for the peer.
        peer.send(Frame.text("enough"), Frame.text("more"));
        assertEquals(Frame.close(3009, "enough"), peer.receive());
        peer.send(Frame.close(3009, ""));
        peer.endInOrder();
        assertClosed(witness, 3009, "", true);
    }

    @Test
    void aPeerMayEndItsOutputBehindItsClose() throws Exception {
        Witness witness = new Witness();
        Peer peer = open(witness);
        peer.send(Frame.text("last words"), Frame.close(3010, ""));
        peer.shutdownOutput();
        assertEquals(3010, peer.receive().code());
        peer.expectEnd();
        assertEquals("last words", witness.message());
        assertClosed(witness, 3010, "", true);
    }

    /** Of a half-closed connection one half is left, by which the answer comes. */
    @Test
    void aPeerThatEndsItsOutputWithoutACloseGetsTheAnswersToWhatItSent() throws Exception {
        Witness witness = new Witness() {
            @Override
            void text(WebSocket socket, String message) {
                for (int i = 0; i < 4; i++) {
                    socket.send(ByteBuffer.allocate(16 * 1024));
                }
                super.text(socket, message);
            }
        };
        Peer peer = open(witness);
        peer.send(Frame.text("question"));
        peer.shutdownOutput();
        for (int i = 0; i < 4; i++) {
            assertEquals(Frame.binary(new byte[16 * 1024]), peer.receiveMessage());
        }
        peer.expectEnd();
        assertEquals("question", witness.message());
        assertClosed(witness, 1006, "", false);
    }

    static void assertClosed(Witness witness, int code, String reason, boolean clean) throws Exception {
        CloseEvent event = witness.close();
        assertEquals(code, event.code(), event::toString);
        assertEquals(reason, event.reason(), event::toString);
        assertEquals(clean, event.wasClean(), event::toString);
    }
}
