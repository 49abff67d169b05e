package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.WebSocketListener;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("SEC-13")
@Tag("WS-092")
class Sec13PingFloodTest {

    private static final int PINGS = 1_000_000;
    private static final int PER_READ = 10_000;

    @Test
    void pongsThatCanNotBeWrittenAreOneAndTheNewest() {
        ScriptedPeer peer = ScriptedPeer.client(
                        new WebSocketListener() {}, Setup.options().build())
                .open();
        peer.transport().stall();
        long most = 0;
        for (int sent = 0; sent < PINGS; sent += PER_READ) {
            peer.send(pings(peer, sent));
            most = Math.max(most, peer.transport().pendingBytes());
        }
        // The output was full at 64 KiB, which is seen a chunk later.
        assertThat(most).isLessThan(64 * 1024 + 4 * 1024);
        peer.transport().flow();
        String sent = Hex.of(peer.sent());
        assertThat(sent).endsWith("8a04" + String.format("%08x", PINGS - 1));
        assertThat(sent).doesNotContain("8a04" + String.format("%08x", PINGS - 2));
    }

    @Tag("WS-090")
    @Test
    void aPongDoesNotWaitForALargeMessageThatIsBeingReceived() {
        RecordingListener listener = new RecordingListener();
        ScriptedPeer peer = Setup.client(listener);
        peer.send("0281 00000000 00");
        for (int i = 0; i < 1000; i++) {
            peer.send("0081 00000000 00 8981 00000000 78").expect("8a0178");
            listener.expect("ping 78");
        }
        peer.send("8080 00000000");
        listener.expect("binary " + "00".repeat(1001));
    }

    private static ByteBuffer pings(ScriptedPeer peer, int first) {
        ByteBuffer read = ByteBuffer.allocate(PER_READ * 10);
        for (int i = 0; i < PER_READ; i++) {
            read.put(peer.frame(0x89, ByteBuffer.allocate(4).putInt(0, first + i)));
        }
        return read.flip();
    }
}
