package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.ReadyState;
import dev.heddle.websocket.WebSocket;
import org.junit.jupiter.api.Test;

/** What becomes of what other threads want while the loop has no thread for it. */
class RejectedTaskTest {

    private final RecordingListener listener = new RecordingListener();
    private final ScriptedPeer peer = Setup.client(listener);
    private final WebSocket socket = peer.socket();

    @Test
    void aMessageIsRefusedAndNeverSent() {
        peer.loop().reject(true);
        assertThat(socket.send("lost")).isFalse();
        assertThat(socket.bufferedAmount()).isZero();
        peer.loop().reject(false);
        assertThat(socket.send("kept")).isTrue();
        peer.expect("8104" + "6b657074");
        assertThat(socket.bufferedAmount()).isZero();
    }

    @Test
    void aMessageBehindOneForWhichTheLoopIsWokenAlreadyIsSent() {
        assertThat(socket.send("a")).isTrue();
        peer.loop().reject(true);
        assertThat(socket.send("b")).isTrue();
        peer.expect("810161 810162");
        assertThat(socket.send("c")).isFalse();
        peer.expectNothing();
    }

    @Test
    void aCloseWaitsForWhoeverEntersTheLoop() {
        peer.loop().reject(true);
        socket.close();
        assertThat(socket.readyState()).isEqualTo(ReadyState.CLOSING);
        assertThat(socket.send("late")).isFalse();
        peer.expectNothing();
        peer.loop().reject(false);
        socket.resume();
        peer.expect("880203e8");
    }
}
