package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Headers;
import dev.heddle.websocket.WebSocketConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SendTest {

    private final RecordingListener listener = new RecordingListener();

    @Tag("API-007")
    @Tag("WS-103")
    @Test
    void whatIsSentWhileConnectingGoesOutInOrderBehindTheHandshake() {
        ScriptedPeer peer = ScriptedPeer.server(listener, Setup.options().build());
        assertThat(peer.socket().send("a")).isTrue();
        peer.connect();
        assertThat(peer.socket().send(Hex.bytes("00ff"))).isTrue();
        assertThat(peer.socket().ping(Hex.bytes("01"), () -> {})).isTrue();
        assertThat(peer.socket().bufferedAmount()).isEqualTo(3);
        peer.open();
        listener.expect("open");
        peer.expect("8181 00000000 61 8282 00000000 00ff 8981 00000000 01");
        assertThat(peer.socket().bufferedAmount()).isZero();
    }

    @Tag("API-007")
    @Tag("WS-103")
    @Test
    void nothingIsSentOnceTheClosingBegan() {
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().close();
        assertThat(peer.socket().send("a")).isFalse();
        assertThat(peer.socket().send(Hex.bytes("00"))).isFalse();
        assertThat(peer.socket().ping(Hex.bytes(""), () -> {})).isFalse();
        peer.expect("880203e8");
        peer.send("8880 00000000").end();
        assertThat(peer.socket().send("a")).isFalse();
        assertThat(peer.socket().ping(Hex.bytes(""), () -> {})).isFalse();
        peer.expectNothing();
        assertThat(peer.socket().bufferedAmount()).isZero();
        listener.expect("close 1005 (clean)");
    }

    @Tag("API-011")
    @Test
    void textIsDeliveredAsAStringAndBinaryAsItsBytes() {
        ScriptedPeer peer = Setup.client(listener);
        peer.send("8182 00000000 c3a9 8282 00000000 c3a9 0181 00000000 61 8081 00000000 62 8180 00000000");
        listener.expect("text \u00e9", "binary c3a9", "text ab", "text");
    }

    @Tag("API-011")
    @Test
    void theOrderOfMessagesIsKeptInEachSplit() {
        ByteBuffer frames = Hex.bytes("8185 00000000 48656c6c6f 8900 0102 0000 00ff 8981 00000000 01 8080 00000000"
                .replace("8900", "8980 00000000")
                .replace("0102 0000 00ff", "0182 00000000 c3a9"));
        Splits.each(frames, parts -> {
            RecordingListener each = new RecordingListener();
            ScriptedPeer peer = Setup.client(each);
            parts.forEach(peer::send);
            each.expect("text Hello", "ping", "ping 01", "text \u00e9");
            peer.expect("8a00 8a0101");
        });
    }

    @Tag("API-011")
    @Test
    void aHundredThousandMessagesInOneReadKeepTheirOrder() {
        List<String> messages = new ArrayList<>();
        ByteBuffer read = ByteBuffer.allocate(16 * 100_000);
        ScriptedPeer peer = Setup.client(listener);
        for (int i = 0; i < 100_000; i++) {
            messages.add("text " + i);
            read.put(peer.frame(0x81, Setup.ascii(Integer.toString(i))));
        }
        peer.send(read.flip());
        assertThat(listener.events()).isEqualTo(messages);
    }

    @Tag("WS-089")
    @Test
    void aPingIsAnsweredByAPongWithTheSameData() {
        ScriptedPeer peer = Setup.client(listener);
        peer.send("8985 37fa213d 7f9f4d5158").expect("8a0548656c6c6f");
        peer.send("8980 00000000").expect("8a00");
        peer.sendFrame(0x89, Setup.bytes(125)).expect("8a7d" + "00".repeat(125));
        listener.expect("ping 48656c6c6f", "ping", "ping " + "00".repeat(125));
    }

    @Test
    void aPingsCallbackRunsOnceWhenItsPongHasCome() {
        ScriptedPeer peer = Setup.client(listener);
        List<String> answered = new ArrayList<>();
        peer.socket().ping(Setup.ascii("a"), () -> answered.add("a"));
        peer.socket().ping(Setup.ascii("b"), () -> answered.add("b"));
        peer.expect("890161 890162");
        peer.send("8a81 00000000 62 8a81 00000000 62 8a81 00000000 78");
        assertThat(answered).containsExactly("b");
        listener.expect("pong 62", "pong 62", "pong 78");
    }

    @Test
    void manyMessagesFromOutsideWakeTheLoopOnce() {
        ScriptedPeer peer = Setup.client(listener);
        long before = peer.loop().executed();
        for (int i = 0; i < 1000; i++) {
            peer.socket().send("x");
        }
        assertThat(peer.loop().executed()).isEqualTo(before + 1);
        peer.expect("810178".repeat(1000));
        peer.socket().send("x");
        assertThat(peer.loop().executed()).isEqualTo(before + 2);
    }

    @Tag("API-012")
    @Test
    void anErrorDoesNotTellTheQueryOfTheUrl() {
        MemoryLoop loop = new MemoryLoop(new FakeClock());
        MemoryTransport transport = new MemoryTransport(loop);
        var socket = WebSocketConnection.client(
                "ws://example.com/chat?token=secret",
                Headers.empty().with("Authorization", "Bearer secret"),
                listener,
                Setup.options().build(),
                transport);
        transport.attach(socket);
        transport.breakWith(new IOException("refused"));
        listener.expect(
                "error Network error: ws://example.com/chat: java.io.IOException: refused", "close 1006 (not clean)");
    }
}
