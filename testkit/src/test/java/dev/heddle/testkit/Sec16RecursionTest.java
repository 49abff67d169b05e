package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketOptions;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("SEC-16")
class Sec16RecursionTest {

    private static final int MANY = 100_000;
    private static final int SMALL_STACK = 256 * 1024;

    @Test
    void manySendsFromInsideACallbackNeedNoStack() throws InterruptedException {
        RecordingListener listener = new RecordingListener() {
            @Override
            public void onText(WebSocket socket, String message) {
                for (int i = 0; i < MANY; i++) {
                    if (!socket.send("x")) {
                        record("refused");
                    }
                }
            }
        };
        long sent = onSmallStack(() -> {
            ScriptedPeer peer = Setup.client(listener);
            peer.send("8180 00000000");
            return peer.sent().remaining();
        });
        assertThat(sent).isEqualTo(3L * MANY);
        // They were written as they came to be worth it.
        listener.assertExhausted();
    }

    @Test
    void manySendsFromInsideACallbackToASlowPeerNeedNoStack() throws InterruptedException {
        RecordingListener listener = new RecordingListener() {
            @Override
            public void onText(WebSocket socket, String message) {
                for (int i = 0; i < MANY; i++) {
                    socket.send("x");
                }
            }
        };
        long sent = onSmallStack(() -> {
            ScriptedPeer peer = Setup.client(listener);
            peer.transport().watermarks(1000, 2000).chunks(256).stall();
            peer.send("8180 00000000");
            peer.transport().flow();
            return peer.sent().remaining();
        });
        assertThat(sent).isEqualTo(3L * MANY);
        listener.expect("drain");
    }

    @Test
    void manyFramesInOneReadNeedNoStack() throws InterruptedException {
        int frames = 1_000_000;
        long[] received = new long[1];
        RecordingListener listener = new RecordingListener() {
            @Override
            public void onText(WebSocket socket, String message) {
                received[0]++;
                socket.send("");
            }
        };
        long sent = onSmallStack(() -> {
            // So many answers wait for the end of the read.
            WebSocketOptions options =
                    Setup.options().maxBufferedAmount(1L << 30).build();
            ScriptedPeer peer = Setup.opened(ScriptedPeer.client(listener, options), listener);
            ByteBuffer read = ByteBuffer.allocate(6 * frames);
            for (int i = 0; i < frames; i++) {
                read.put((byte) 0x81).put((byte) 0x80).putInt(0);
            }
            peer.send(read.flip());
            return peer.sent().remaining();
        });
        assertThat(received[0]).isEqualTo(frames);
        assertThat(sent).isEqualTo(2L * frames);
    }

    private interface Body {
        long run();
    }

    private static long onSmallStack(Body body) throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        long[] result = new long[1];
        Thread thread = new Thread(null, () -> result[0] = body.run(), "small stack", SMALL_STACK);
        thread.setUncaughtExceptionHandler((where, e) -> thrown.set(e));
        thread.start();
        thread.join(60_000);
        assertThat(thread.isAlive()).isFalse();
        assertThat(thrown.get()).isNull();
        return result[0];
    }
}
