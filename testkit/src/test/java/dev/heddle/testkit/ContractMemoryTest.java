package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.PartialListener;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketHandlers;
import dev.heddle.websocket.WebSocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract of {@code dev.heddle.websocket}, sentence by sentence: memory. */
class ContractMemoryTest {

    private final RecordingListener listener = new RecordingListener();

    @Tag("C19")
    @Test
    void bytesMayBeChangedOnceSendHasReturned() {
        ScriptedPeer peer = Setup.client(listener);
        peer.transport().stall();
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1});
        peer.socket().send(bytes);
        bytes.put(0, (byte) 9);
        peer.loop().run(() -> {
            peer.socket().send(bytes);
            bytes.put(0, (byte) 8);
        });
        peer.transport().flow();
        peer.expect("820101 820109");
    }

    @Tag("C20")
    @Test
    void aMessagesBufferIsTheListenersAndOthersAreLent() {
        List<ByteBuffer> messages = new ArrayList<>();
        List<ByteBuffer> lent = new ArrayList<>();
        WebSocketHandlers keeping = new WebSocketHandlers()
                .onBinary((socket, message) -> messages.add(message))
                .onPing((socket, payload) -> lent.add(payload))
                .onPong((socket, payload) -> lent.add(payload));
        PartialListener keepingParts = new PartialListener() {
            @Override
            public void onPartialText(WebSocket socket, ByteBuffer utf8, boolean last) {
                lent.add(utf8);
            }

            @Override
            public void onPartialBinary(WebSocket socket, ByteBuffer data, boolean last) {
                lent.add(data);
            }
        };
        ScriptedPeer peer =
                ScriptedPeer.client(keeping, Setup.options().build()).open();
        peer.send("8281 00000000 01 8981 00000000 01 8a81 00000000 01");
        ScriptedPeer inParts =
                ScriptedPeer.client(keepingParts, Setup.options().build()).open();
        inParts.send("8181 00000000 01 8281 00000000 01");
        // The transport overwrites what it lent.
        assertThat(messages).singleElement().satisfies(message -> assertThat(message.get(0))
                .isEqualTo((byte) 1));
        assertThat(lent).hasSize(4).noneMatch(buffer -> buffer.limit() > 0 && buffer.get(buffer.limit() - 1) == 1);
    }

    @Tag("C21")
    @Test
    void neverMoreThanMaxBufferedAmountWaits() {
        WebSocketOptions options = Setup.options()
                .driver(driver -> driver.random(bytes -> {}).maxLength(10_000))
                .maxBufferedAmount(10_000)
                .build();
        ScriptedPeer peer = Setup.opened(ScriptedPeer.client(listener, options), listener);
        peer.transport().stall();
        long most = 0;
        while (peer.socket().send("x".repeat(99))) {
            most = Math.max(most, peer.socket().bufferedAmount());
        }
        assertThat(most).isLessThanOrEqualTo(10_000);
        peer.run();
        listener.expect(
                "error More than 10000 bytes of messages are waiting to be sent (maxBufferedAmount)",
                "close 1006 (not clean)");
    }

    @Tag("C22")
    @Test
    void noMessageComesBehindAPauseNorMoreThanWereRequested() {
        ScriptedPeer peer = Setup.client(listener);
        peer.loop().run(() -> peer.socket().pause());
        peer.send("8180 00000000 8180 00000000 8180 00000000");
        listener.assertExhausted();
        peer.socket().request(2);
        peer.socket().resume();
        peer.run();
        listener.expect("text", "text");
    }
}
