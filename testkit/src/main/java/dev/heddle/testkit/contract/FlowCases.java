package dev.heddle.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.websocket.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who is slow makes the other side wait, in both directions, and costs bounded memory. */
abstract class FlowCases extends ClosingCases {

    /** More than all buffers of a connection between two sockets that do not read: Linux's grow up to 10 MiB. */
    private static final int TOO_MUCH = 32 << 20;

    @Test
    void aSlowReaderCongestsTheSenderAndDrainsIt() throws Exception {
        Source source = new Source();
        Peer peer = openNarrow(source, options());
        WebSocket socket = source.socket();
        assertTrue(socket.isCongested(), "so much fits into no buffer");
        assertTrue(socket.bufferedAmount() > 0, "it waits here");
        assertFalse(source.drained.isDone(), "nobody has read yet");
        for (int i = 0; i < Source.MESSAGES; i++) {
            assertEquals(i, peer.receiveMessage().payload().getInt());
        }
        await(source.drained, "the drain event");
        awaitAllTaken(socket, source, peer);
        assertFalse(socket.isCongested(), "there is nothing left");
    }

    @Test
    void aPeerThatReadsNothingIsEndedAfterTheWriteStallTimeout() throws Exception {
        Duration timeout = Duration.ofMillis(300);
        Source source = new Source();
        openNarrow(source, options().writeStallTimeout(timeout));
        assertEquals(1006, closeInTime(source, timeout).code());
        assertTrue(source.hasFailed(), "it is an error");
        assertFalse(source.socket().send("late"), "nothing is sent behind the end");
        assertEquals(0, source.socket().bufferedAmount(), "nothing is kept behind the end");
    }

    @Test
    void noMoreWaitsForAPeerThatReadsNothingThanMaxBufferedAmount() throws Exception {
        int most = 1 << 20;
        ByteBuffer message = ByteBuffer.allocate(16 * 1024);
        Witness witness = new Witness();
        openNarrow(
                witness,
                options().driver(driver -> driver.maxLength(message.capacity())).maxBufferedAmount(most));
        WebSocket socket = witness.socket();
        long sent = 0;
        while (socket.send(message)) {
            sent += message.capacity();
            assertTrue(sent <= TOO_MUCH, "the peer reads nothing, but everything is taken");
            // A header may count, too.
            long waiting = socket.bufferedAmount();
            assertTrue(waiting <= most + message.capacity(), () -> waiting + " bytes wait");
        }
        assertEquals(1006, witness.close().code());
        assertTrue(witness.hasFailed(), "it is an error");
    }

    @Test
    void whatAPausedSocketsPeerSendsWaitsForTheResume() throws Exception {
        int size = 4 * 1024;
        int count = TOO_MUCH / size;
        Witness witness = new Witness() {
            @Override
            void opened(WebSocket socket) {
                socket.pause();
            }
        };
        Peer peer = open(witness);
        WebSocket socket = witness.socket();
        // Not more than the first window of a stream of HTTP/2 takes.
        CountDownLatch underWay = new CountDownLatch(8);
        Future<?> written = start(() -> {
            for (int i = 0; i < count; i++) {
                peer.send(Frame.binary(ByteBuffer.allocate(size).putInt(i).array()));
                underWay.countDown();
            }
            return "written";
        });
        assertTrue(underWay.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS), "the peer writes");
        // Turns of the loop, in which it could read if it still did.
        for (int i = 0; i < 20; i++) {
            socket.send("turn");
            assertEquals("turn", peer.receiveMessage().text());
        }
        assertFalse(witness.hasMessage(), "no message comes while the socket is paused");
        assertTrue(!written.isDone() || !bounded(), "the peer has to wait");
        socket.resume();
        for (int i = 0; i < count; i++) {
            assertEquals(i, ((ByteBuffer) witness.message()).getInt());
        }
        await(written, "the end of what is written");
    }

    @Test
    void pausesInsideTheStreamLoseNothing() throws Exception {
        int count = 2_000;
        BlockingQueue<WebSocket> paused = new LinkedBlockingQueue<>();
        Witness witness = new Witness() {
            @Override
            void text(WebSocket socket, String message) {
                super.text(socket, message);
                if (message.endsWith("0")) {
                    socket.pause();
                    paused.add(socket);
                }
            }
        };
        Peer peer = open(witness);
        Future<?> resumed = start(() -> {
            for (int i = 0; i < count; i += 10) {
                paused.take().resume();
            }
            return "resumed";
        });
        for (int i = 0; i < count; i++) {
            peer.send(Frame.text("message " + i));
        }
        for (int i = 0; i < count; i++) {
            assertEquals("message " + i, witness.message());
        }
        await(resumed, "the last resume");
    }

    /** Tells whether what a peer sends waits in bounded buffers: see TransportContract. */
    abstract boolean bounded();

    /** Sends more than any buffer holds as soon as the connection is open. */
    static final class Source extends Witness {

        static final int MESSAGES = 1024;
        private static final int SIZE = 16 * 1024;

        final CompletableFuture<String> drained = new CompletableFuture<>();

        @Override
        void opened(WebSocket socket) {
            for (int i = 0; i < MESSAGES; i++) {
                socket.send(ByteBuffer.allocate(SIZE).putInt(0, i));
            }
        }

        @Override
        void drained(WebSocket socket) {
            drained.complete("drained");
        }
    }
}
