package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.WebSocketMessage;
import dev.heddle.websocket.EventSourceOptions;
import dev.heddle.websocket.ReadyState;
import dev.heddle.websocket.WebSocket;
import java.util.concurrent.Flow;
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

    /** No event comes elsewhere, and the message is not lost. */
    @Test
    void anItemOfASourceWaitsForWhoeverEntersTheLoop() {
        socket.messages().onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {
                throw new AssertionError("Cancelled");
            }
        });
        peer.run();
        peer.loop().reject(true);
        socket.messages().onNext(WebSocketMessage.text("a"));
        peer.expectNothing();
        peer.loop().reject(false);
        socket.resume();
        peer.expect("810161");
        listener.assertExhausted();
    }

    @Test
    void anEventTooManyEndsTheStreamAllTheSame() {
        StreamPeer stream = StreamPeer.open(
                EventSourceOptions.builder().maxBufferedAmount(10_000).build());
        String data = "x".repeat(6_000);
        assertThat(stream.source().send(data)).isTrue();
        stream.loop().reject(true);
        assertThat(stream.source().send(data)).isFalse();
        stream.loop().reject(false);
        stream.run();
        assertThat(stream.told).contains("close");
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
