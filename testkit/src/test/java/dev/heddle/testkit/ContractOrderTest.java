package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.WebSocketHandlers;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract of {@code dev.heddle.websocket}, sentence by sentence: order. */
class ContractOrderTest {

    private static final int PATIENCE_SECONDS = 20;

    private final RecordingListener listener = new RecordingListener();

    @Tag("C6")
    @Test
    void eventsComeInOneOrder() {
        ScriptedPeer peer =
                ScriptedPeer.server(listener, Setup.options().build()).open();
        peer.send("8100 8900 8a00 8200 8300 8100").end();
        listener.expect(
                "open",
                "text",
                "ping",
                "pong",
                "binary",
                "error Unrecognized frame opcode: 3",
                "close 1002 Unrecognized frame opcode: 3 (not clean)");
    }

    @Tag("C7")
    @Test
    void theCloseComesOnceAlsoIfItWasNeverOpen() {
        ScriptedPeer peer = ScriptedPeer.server(listener, Setup.options().build());
        peer.transport().breakWith(new IOException("refused"));
        peer.loop().run(() -> peer.socket().closed());
        assertThat(listener.events()).hasSize(2);
        assertThat(listener.events().get(1)).isEqualTo("close 1006 (not clean)");
    }

    @Tag("C8")
    @Test
    void messagesComeInTheirOrder() {
        ScriptedPeer peer = Setup.client(listener);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            peer.sendFrame(0x81, Setup.ascii(Integer.toString(i)));
            expected.add("text " + i);
        }
        assertThat(listener.events()).isEqualTo(expected);
    }

    @Tag("C9")
    @Test
    void whatOneThreadSendsArrivesInItsOrder() throws InterruptedException {
        int messages = 1000;
        CountDownLatch all = new CountDownLatch(4 * messages);
        List<List<Integer>> heard = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try (MemoryLoop loop = new MemoryLoop(new FakeClock()).start()) {
            WebSocketHandlers hearing = new WebSocketHandlers().onText((socket, message) -> {
                heard.get(message.charAt(0) - '0').add(Integer.parseInt(message.substring(2)));
                all.countDown();
            });
            MemoryPair pair = new MemoryPair(new WebSocketHandlers(), hearing, WebSocketOptions.defaults(), loop);
            pair.open();
            Together.run(4, thread -> IntStream.range(0, messages)
                    .forEach(i -> pair.client().send(thread + " " + i)));
            assertThat(all.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
        List<Integer> inOrder = IntStream.range(0, messages).boxed().toList();
        assertThat(heard).allSatisfy(each -> assertThat(each).isEqualTo(inOrder));
    }

    @Tag("C10")
    @Test
    void noMessageComesBetweenThePartsOfAnother() {
        ScriptedPeer peer = Setup.client(listener);
        peer.loop().run(() -> peer.socket().sendPartialText(Setup.ascii("a"), false));
        peer.socket().send("whole");
        peer.loop().run(() -> peer.socket().sendPartialText(Setup.ascii("b"), true));
        peer.expect("010161 800162 8105 77686f6c65");
    }

    @Tag("C11")
    @Test
    void aCloseGoesBehindWhatWasSentBefore() {
        ScriptedPeer peer = Setup.client(listener);
        peer.transport().watermarks(1, 1).stall();
        peer.socket().send("a");
        peer.run();
        peer.socket().send("b");
        peer.socket().close();
        peer.run();
        peer.transport().flow();
        peer.expect("810161 810162 880203e8");
    }

    @Tag("C12")
    @Test
    void whatIsSentBeforeTheOpeningGoesOutBehindTheHandshake() {
        ScriptedPeer peer = ScriptedPeer.server(listener, Setup.options().build());
        assertThat(peer.socket().send("a")).isTrue();
        peer.open();
        peer.expect("8181 00000000 61");
    }
}
