package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Headers;
import dev.heddle.websocket.Transport;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketConnection;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whenever isCongested answered true, onDrain follows. */
@Tag("SEC-14")
class CongestionTest {

    private final RecordingListener listener = new RecordingListener();

    @Test
    void aSocketIsCongestedAboveTheHighWatermarkUntilTheLowOne() {
        ScriptedPeer peer = Setup.client(listener);
        peer.transport().stall();
        peer.socket().send(Setup.bytes(64 * 1024));
        peer.run();
        assertThat(peer.socket().isCongested()).isFalse();
        peer.socket().send(Setup.bytes(1));
        peer.run();
        assertThat(peer.socket().isCongested()).isTrue();
        peer.transport().drain(32 * 1024);
        assertThat(peer.socket().isCongested()).isTrue();
        listener.assertExhausted();
        peer.transport().drain(100);
        assertThat(peer.socket().isCongested()).isFalse();
        listener.expect("drain");
    }

    @Test
    void theDrainComesAlsoIfTheLoopWritesEverythingAtOnce() {
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().send(Setup.bytes(100_000));
        assertThat(peer.socket().isCongested()).isTrue();
        peer.run();
        assertThat(peer.socket().isCongested()).isFalse();
        listener.expect("drain");
    }

    @Test
    void theDrainComesAlsoIfTheOutputWasNeverFull() {
        ScriptedPeer peer = Setup.client(listener);
        peer.transport().watermarks(1 << 20, 1 << 21).stall();
        peer.socket().send(Setup.bytes(100_000));
        peer.run();
        assertThat(peer.socket().isCongested()).isTrue();
        peer.transport().flow();
        listener.expect("drain");
    }

    @Test
    void theDrainComesAlsoForWhatWasSentInsideAnEvent() {
        RecordingListener sending = new RecordingListener() {
            @Override
            public void onText(WebSocket socket, String message) {
                socket.send(Setup.bytes(100_000));
                record(socket.isCongested() ? "congested" : "not congested");
            }
        };
        ScriptedPeer peer = Setup.client(sending);
        peer.transport().stall();
        peer.send("8180 00000000");
        sending.expect("congested");
        peer.transport().flow();
        sending.expect("drain");
    }

    @Test
    void whatTheNetworkTakesAtOnceIsNoCongestionAlsoInsideAnEvent() {
        RecordingListener sending = new RecordingListener() {
            @Override
            public void onText(WebSocket socket, String message) {
                for (int i = 0; i < 100; i++) {
                    socket.send(Setup.bytes(10_000));
                }
                record(socket.isCongested() ? "congested" : "not congested");
            }
        };
        ScriptedPeer peer = Setup.client(sending);
        peer.send("8180 00000000");
        sending.expect("not congested");
    }

    @Test
    void theDrainComesAlsoForWhatWasSentBeforeTheConnectionWasThere() {
        ScriptedPeer peer = ScriptedPeer.server(listener, Setup.options().build());
        peer.socket().send(Setup.bytes(100_000));
        assertThat(peer.socket().isCongested()).isTrue();
        peer.run();
        assertThat(peer.socket().isCongested()).isTrue();
        peer.open();
        listener.expect("open", "drain");
        assertThat(peer.socket().isCongested()).isFalse();
    }

    @Test
    void aDrainIsNeverToldInsideAnother() {
        Nesting nesting = new Nesting();
        ScriptedPeer peer = ScriptedPeer.client(nesting, Setup.noTimers().build());
        // Never full, so that the first drain is told behind the flush, not inside it.
        nesting.transport = peer.transport().watermarks(1 << 20, 1 << 21);
        peer.open().socket().send(Setup.bytes(100_000));
        peer.run();
        assertThat(nesting.drains).isEqualTo(Nesting.MANY);
        assertThat(nesting.deepest).isEqualTo(1);
    }

    /** Congests the socket inside of each drain and lets the network have it all, from inside too. */
    private static final class Nesting extends RecordingListener {

        private static final int MANY = 2_000;

        private MemoryTransport transport;
        private int drains;
        private int depth;
        private int deepest;

        @Override
        public void onDrain(WebSocket socket) {
            deepest = Math.max(deepest, ++depth);
            if (++drains < MANY) {
                transport.stall();
                socket.send(Setup.bytes(70_000));
                transport.flow();
            }
            depth--;
        }
    }

    @Test
    void theDrainComesAlsoIfTheLoopWritesEverythingWhileTheSenderFindsThatItIsTooMuch() {
        MemoryLoop loop = new MemoryLoop(new FakeClock());
        MemoryTransport memory = new MemoryTransport(loop);
        boolean[] slow = new boolean[1];
        // The sender's thread is so slow that the loop runs between two of its looks at what is buffered.
        Transport transport = (Transport) Proxy.newProxyInstance(
                Transport.class.getClassLoader(), new Class<?>[] {Transport.class}, (proxy, method, arguments) -> {
                    if (slow[0] && method.getName().equals("pendingBytes") && !loop.inLoop()) {
                        loop.run();
                    }
                    return method.invoke(memory, arguments);
                });
        WebSocketConnection socket = WebSocketConnection.client(
                "ws://example.com", Headers.empty(), listener, Setup.noTimers().build(), transport);
        ScriptedPeer other =
                ScriptedPeer.server(new RecordingListener(), Setup.noTimers().build());
        memory.attach(socket);
        loop.run(() -> {
            socket.connected();
            socket.start();
        });
        // With masks and keys of zeros every client sends the same request.
        memory.receive(Setup.ascii(other.connect().response()));
        listener.expect("open");
        slow[0] = true;
        socket.send(Setup.bytes(100_000));
        assertThat(socket.isCongested()).isTrue();
        loop.run();
        listener.expect("drain");
        assertThat(socket.isCongested()).isFalse();
        assertThat(socket.bufferedAmount()).isZero();
    }

    @Test
    void theEndOfTheConnectionComesInsteadOfTheDrain() {
        ScriptedPeer peer = Setup.client(listener);
        peer.transport().stall();
        peer.socket().send(Setup.bytes(100_000));
        peer.run();
        peer.end();
        peer.clock().advanceSeconds(2);
        listener.expect("close 1006 (not clean)");
        assertThat(peer.socket().isCongested()).isFalse();
    }

    @Tag("SEC-55")
    @Test
    void noDrainComesBehindTheClose() {
        ScriptedPeer peer = Setup.server(listener);
        peer.send("880203e8").end();
        listener.expect("close 1000 (clean)");
        // What a thread had begun to send when the end came.
        peer.loop().execute(peer.socket()::readComplete);
        peer.loop().execute(peer.socket()::drained);
        peer.run();
        listener.assertExhausted();
        assertThat(peer.clock().timers()).isZero();
    }
}
