package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.WebSocketMessage;
import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.ReadyState;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketHandlers;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract of {@code dev.heddle.websocket}, sentence by sentence: failure. */
class ContractFailureTest {

    private final RecordingListener listener = new RecordingListener();

    @Tag("C23")
    @Test
    void whatAListenerThrowsGoesNoFurther() {
        RecordingListener throwing = new RecordingListener() {
            @Override
            public void onText(WebSocket socket, String message) {
                throw new IllegalStateException("thrown");
            }
        };
        ScriptedPeer peer = Setup.client(throwing);
        peer.send("8180 00000000 8180 00000000").expect("880203f3").end();
        throwing.expect("error thrown", "close 1011 (not clean)");
    }

    @Tag("C24")
    @Test
    void theCloseEventSaysWhy() {
        CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
        ScriptedPeer peer = ScriptedPeer.client(
                        new WebSocketHandlers().onClose((socket, event) -> closed.complete(event)),
                        Setup.options().build())
                .open();
        peer.socket().close(3001, "enough");
        peer.run();
        peer.send("8882 00000000 0bba").end();
        assertThat(closed)
                .isCompletedWithValue(
                        new CloseEvent(3002, "", true, CloseEvent.By.THIS_SIDE, ReadyState.OPEN, 3001, 3002, null));
    }

    @Tag("C25")
    @Test
    void behindTheCloseEventNothingChangesAnything() {
        ScriptedPeer peer = Setup.client(listener);
        peer.send("8880 00000000").end();
        listener.expect("close 1005 (clean)");
        WebSocket socket = peer.socket();
        peer.sent();
        assertThat(socket.send("a")).isFalse();
        assertThat(socket.send(ByteBuffer.allocate(1))).isFalse();
        assertThat(socket.sendAsync(WebSocketMessage.text("a")).toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(socket.ping(ByteBuffer.allocate(0), () -> {})).isFalse();
        assertThat(socket.close()).isFalse();
        peer.loop().run(() -> {
            assertThat(socket.sendPartialText(ByteBuffer.allocate(0), true)).isFalse();
            assertThat(socket.sendPartialBinary(ByteBuffer.allocate(0), true)).isFalse();
        });
        socket.pause();
        socket.request(1);
        socket.resume();
        peer.expectNothing();
        listener.assertExhausted();
        assertThat(socket.bufferedAmount()).isZero();
        assertThat(peer.clock().timers()).isZero();
    }
}
