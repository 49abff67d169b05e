package dev.heddle.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.websocket.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Messages go both ways, whole and in order, however the stream is cut. */
abstract class MessageCases extends Cases {

    @Test
    void messagesOfEverySizeComeBack() throws Exception {
        Peer peer = open(new Echo());
        for (int size : new int[] {0, 1, 125, 126, 65_535, 65_536}) {
            Frame text = Frame.text("x".repeat(size));
            Frame binary = Frame.binary(bytes(size));
            peer.send(text);
            assertEquals(text, peer.receiveMessage(), () -> "text of " + size + " bytes");
            peer.send(binary);
            assertEquals(binary, peer.receiveMessage(), () -> "binary of " + size + " bytes");
        }
    }

    @Test
    void theStreamMayComeInSingleBytes() throws Exception {
        Peer peer = open(new Echo());
        Frame ping = new Frame(true, Frame.PING, ByteBuffer.wrap(new byte[] {7}));
        Frame[] frames = {
            Frame.text("héllo"),
            new Frame(false, Frame.TEXT, ByteBuffer.wrap(new byte[] {'a', 'b'})),
            ping,
            new Frame(true, Frame.CONTINUATION, ByteBuffer.wrap(new byte[] {'c'})),
            Frame.binary(bytes(200)),
        };
        for (Frame frame : frames) {
            for (byte one : frame.encode(peer.isClient())) {
                peer.write(new byte[] {one});
            }
        }
        assertEquals(frames[0], peer.receiveMessage());
        assertEquals(new Frame(true, Frame.PONG, ping.payload()), peer.receiveMessage());
        assertEquals(Frame.text("abc"), peer.receiveMessage());
        assertEquals(frames[4], peer.receiveMessage());
    }

    @Test
    void manyFramesMayComeInOneSegment() throws Exception {
        Peer peer = open(new Echo());
        Frame[] frames = new Frame[1000];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = Frame.text("message " + i);
        }
        peer.send(frames);
        for (Frame frame : frames) {
            assertEquals(frame, peer.receiveMessage());
        }
    }

    @Test
    void aLargeMessageComesBackThroughSmallBuffers() throws Exception {
        Peer peer = openNarrow(new Echo(), options());
        Frame large = Frame.binary(bytes(16 << 20));
        Future<?> written = start(() -> {
            peer.send(large);
            return "written";
        });
        assertEquals(large, peer.receiveMessage());
        await(written, "the end of what is written");
    }

    @Test
    void whatEachThreadSendsKeepsItsOrder() throws Exception {
        Witness witness = new Witness();
        Peer peer = open(witness);
        WebSocket socket = witness.socket();
        int each = 5_000;
        List<Future<?>> senders = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            String name = i + " ";
            senders.add(start(() -> {
                for (int message = 0; message < each; message++) {
                    assertTrue(socket.send(name + message), "the message is sent");
                }
                return "sent";
            }));
        }
        int[] next = new int[2];
        for (int i = 0; i < 2 * each; i++) {
            String message = peer.receiveMessage().text();
            int sender = message.charAt(0) - '0';
            assertEquals(sender + " " + next[sender]++, message);
        }
        for (Future<?> sender : senders) {
            await(sender, "a thread that sends");
        }
        awaitAllTaken(socket, witness, peer);
    }

    /** Each event checks that it is alone, and so does each callback here. */
    @Test
    void whatOtherThreadsAskForHappensBetweenTheEvents() throws Exception {
        Witness witness = new Echo();
        Peer peer = open(witness);
        WebSocket socket = witness.socket();
        int each = 400;
        CountDownLatch pongs = new CountDownLatch(2 * each);
        Future<?> messages = start(() -> {
            for (int i = 0; i < each; i++) {
                peer.send(Frame.text("message " + i));
            }
            return "sent";
        });
        List<Future<?>> pings = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int name = i;
            pings.add(start(() -> {
                for (int ping = 0; ping < each; ping++) {
                    ByteBuffer payload = ByteBuffer.allocate(8).putInt(name).putInt(ping);
                    assertTrue(socket.ping(payload.flip(), () -> witness.alone("pong", pongs::countDown)));
                }
                return "sent";
            }));
        }
        for (int i = 0; i < 3 * each; i++) {
            Frame frame = peer.receiveMessage();
            if (frame.opcode() == Frame.PING) {
                peer.send(new Frame(true, Frame.PONG, frame.payload()));
            }
        }
        await(messages, "the peer's messages");
        for (Future<?> pinging : pings) {
            await(pinging, "a thread that pings");
        }
        assertTrue(pongs.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS), "every callback has run");
    }

    /** Returns bytes that differ from block to block, so that none is taken for another. */
    static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31 + (i >>> 8) * 7 + (i >>> 16));
        }
        return bytes;
    }

    /** Sends every message back. */
    static class Echo extends Witness {

        @Override
        void text(WebSocket socket, String message) {
            socket.send(message);
        }

        @Override
        void binary(WebSocket socket, ByteBuffer message) {
            socket.send(message);
        }
    }
}
