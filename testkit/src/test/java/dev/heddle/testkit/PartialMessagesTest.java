package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.heddle.websocket.PartialListener;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketOptions;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Messages in parts, in both directions. */
class PartialMessagesTest {

    private final Parts parts = new Parts();
    private final ScriptedPeer peer = Setup.client(parts);
    private final WebSocket socket = peer.socket();

    @Test
    void partsComeAsTheyAreRead() {
        peer.send("0283 00000000 01");
        parts.expect("binary 01");
        peer.send("0203");
        parts.expect("binary 0203");
        peer.send("8082 00000000 0405");
        parts.expect("last binary 0405");
    }

    @Test
    void lastPartMayBeEmpty() {
        peer.send("0181 00000000 61 8080 00000000");
        parts.expect("text 61", "last text");
    }

    @Tag("WS-055")
    @Test
    void partOfATextMayEndInsideACharacter() {
        peer.send("0181 00000000 c3 8081 00000000 a9");
        parts.expect("text c3", "last text a9");
    }

    @Test
    void textThatIsNotUtf8EndsTheConnectionBehindItsGoodParts() {
        peer.send("0181 00000000 61 8081 00000000 ff");
        parts.expect("text 61", "error Could not decode a text frame as UTF-8");
    }

    @Test
    void partsAreSentAsTheFragmentsOfAMessage() {
        inLoop(() -> {
            assertThat(socket.sendPartialText(Hex.bytes("c3"), false)).isTrue();
            assertThat(socket.sendPartialText(Hex.bytes("a9"), false)).isTrue();
            assertThat(socket.sendPartialText(Hex.bytes(""), true)).isTrue();
            assertThat(socket.sendPartialBinary(Hex.bytes("00ff"), true)).isTrue();
        });
        peer.expect("0101c3 0001a9 8000 820200ff");
        assertThat(socket.bufferedAmount()).isZero();
    }

    @Test
    void messageIsPassedOnInEachSplit() {
        ByteBuffer frames = Hex.bytes("0282 00000000 0102 8083 00000000 030405 8181 00000000 61");
        Splits.each(frames, reads -> {
            Parts echo = new Parts() {
                @Override
                public void onPartialText(WebSocket socket, ByteBuffer utf8, boolean last) {
                    assertThat(socket.sendPartialText(utf8, last)).isTrue();
                }

                @Override
                public void onPartialBinary(WebSocket socket, ByteBuffer data, boolean last) {
                    assertThat(socket.sendPartialBinary(data, last)).isTrue();
                }
            };
            ScriptedPeer each = Setup.client(echo);
            reads.forEach(each::send);
            RecordingListener back = new RecordingListener();
            ScriptedPeer reader =
                    Setup.opened(ScriptedPeer.server(back, Setup.options().build()), back);
            reader.send(each.sent());
            back.expect("binary 0102030405", "text a");
        });
    }

    @Test
    void whatOtherThreadsSendWaitsForTheMessagesEnd() {
        inLoop(() -> socket.sendPartialBinary(Hex.bytes("01"), false));
        assertThat(socket.send("a")).isTrue();
        assertThat(socket.send("b")).isTrue();
        peer.run();
        peer.expect("020101");
        assertThat(socket.bufferedAmount()).isEqualTo(2);
        inLoop(() -> socket.sendPartialBinary(Hex.bytes("02"), true));
        peer.expect("800102 810161 810162");
    }

    @Test
    void partsAreSentOnTheLoopAlone() {
        assertThatIllegalStateException()
                .isThrownBy(() -> socket.sendPartialBinary(Hex.bytes("01"), false))
                .withMessageContaining("loop");
        peer.expectNothing();
    }

    @Test
    void wholeMessagesOfTheLoopWaitForTheMessagesEndToo() {
        inLoop(() -> {
            assertThat(socket.sendPartialBinary(Hex.bytes("01"), false)).isTrue();
            assertThat(socket.send(Hex.bytes("02"))).isTrue();
            assertThat(socket.bufferedAmount()).isOne();
            assertThatIllegalStateException().isThrownBy(() -> socket.sendPartialText(Hex.bytes("61"), true));
            assertThat(socket.sendPartialBinary(Hex.bytes("03"), true)).isTrue();
        });
        peer.expect("020101 800103 820102");
    }

    @Test
    void closeCutsTheMessageOffAndWhatWaitsBehindIt() {
        inLoop(() -> socket.sendPartialText(Hex.bytes("61"), false));
        assertThat(socket.send("behind")).isTrue();
        assertThat(socket.close()).isTrue();
        peer.run();
        peer.expect("010161 880203e8");
        inLoop(() -> assertThat(socket.sendPartialText(Hex.bytes("62"), true)).isFalse());
        peer.expectNothing();
        peer.send("8880 00000000").end();
        parts.expect("close 1005 (clean)");
        assertThat(socket.bufferedAmount()).isZero();
    }

    @Test
    void endOfTheConnectionForgetsWhatWaitsBehindAMessage() {
        inLoop(() -> socket.sendPartialText(Hex.bytes("61"), false));
        assertThat(socket.send("behind")).isTrue();
        peer.run();
        assertThat(socket.bufferedAmount()).isEqualTo(6);
        peer.end();
        parts.expect("close 1006 (not clean)");
        assertThat(socket.bufferedAmount()).isZero();
    }

    @Test
    void pauseAndResumeDoNotWaitForTheMessagesEnd() {
        inLoop(() -> socket.sendPartialText(Hex.bytes("61"), false));
        socket.pause();
        peer.run();
        peer.send("8180 00000000");
        parts.assertExhausted();
        socket.resume();
        peer.run();
        parts.expect("last text");
    }

    @Test
    void whatWaitsBehindAMessageIsBoundedByMaxBufferedAmount() {
        Parts bounded = new Parts();
        WebSocketOptions options = Setup.options()
                .driver(driver -> driver.maxLength(1024))
                .maxBufferedAmount(100_000)
                .build();
        ScriptedPeer other = Setup.opened(ScriptedPeer.client(bounded, options), bounded);
        other.loop().run(() -> other.socket().sendPartialBinary(Hex.bytes("01"), false));
        assertThat(other.socket().send(Setup.bytes(60_000))).isTrue();
        other.run();
        assertThat(other.socket().send(Setup.bytes(60_000))).isFalse();
        other.run();
        assertThat(bounded.events()).hasSize(2).first().asString().contains("maxBufferedAmount");
    }

    @Test
    void lastPartMayBeSentWhenTheOthersHaveDrained() {
        Parts draining = new Parts() {
            @Override
            public void onDrain(WebSocket drained) {
                assertThat(drained.sendPartialBinary(Hex.bytes("02"), true)).isTrue();
            }
        };
        ScriptedPeer other = Setup.client(draining);
        other.transport().stall();
        other.loop().run(() -> other.socket().sendPartialBinary(Setup.bytes(200_000), false));
        assertThat(other.socket().isCongested()).isTrue();
        assertThat(other.socket().send(Hex.bytes("03"))).isTrue();
        other.transport().flow();
        assertThat(other.socket().bufferedAmount()).isZero();
        ByteBuffer sent = other.sent();
        assertThat(Hex.of(sent.slice(sent.limit() - 6, 6))).isEqualTo("800102820103");
    }

    @Tag("WS-102")
    @Test
    void partThatIsNotUtf8CountsAsNotSent() {
        inLoop(() -> {
            assertThat(socket.sendPartialText(Hex.bytes("61"), false)).isTrue();
            assertThatIllegalArgumentException().isThrownBy(() -> socket.sendPartialText(Hex.bytes("ff"), false));
            assertThat(socket.sendPartialText(Hex.bytes("62"), true)).isTrue();
        });
        peer.expect("010161 800162");
    }

    @Test
    void noPartIsSentOnceTheClosingBegan() {
        inLoop(() -> {
            assertThat(socket.sendPartialText(Hex.bytes("61"), false)).isTrue();
            assertThat(socket.close()).isTrue();
            assertThat(socket.sendPartialText(Hex.bytes("62"), true)).isFalse();
        });
        peer.expect("010161 880203e8");
    }

    private void inLoop(Runnable task) {
        peer.loop().run(task);
    }

    /** Records the parts in hex. */
    private static class Parts extends RecordingListener implements PartialListener {

        @Override
        public void onPartialText(WebSocket socket, ByteBuffer utf8, boolean last) {
            add("text ", utf8, last);
        }

        @Override
        public void onPartialBinary(WebSocket socket, ByteBuffer data, boolean last) {
            add("binary ", data, last);
        }

        private void add(String kind, ByteBuffer data, boolean last) {
            record(((last ? "last " : "") + kind + Hex.of(data)).strip());
        }
    }
}
