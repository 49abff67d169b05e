package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Messages that come only as they are wanted: none during a pause, and where they are requested, so many. */
class DemandTest {

    private static final String ABC = "8181 00000000 61 8181 00000000 62 8181 00000000 63";

    /** Records, and does something at each text. */
    private static RecordingListener at(Consumer<WebSocket> text) {
        return new RecordingListener() {
            @Override
            public void onText(WebSocket socket, String message) {
                super.onText(socket, message);
                text.accept(socket);
            }
        };
    }

    /** A connection whose listener wants so many messages from its opening on. */
    private static ScriptedPeer requesting(long messages, RecordingListener[] made, Consumer<WebSocket> text) {
        made[0] = new RecordingListener() {
            @Override
            public void onOpen(WebSocket socket) {
                super.onOpen(socket);
                socket.request(messages);
            }

            @Override
            public void onText(WebSocket socket, String message) {
                super.onText(socket, message);
                text.accept(socket);
            }
        };
        return Setup.client(made[0]);
    }

    private final RecordingListener[] listener = new RecordingListener[1];

    @Test
    void noMessageComesBehindAPauseInsideAnEvent() {
        RecordingListener pausing = at(WebSocket::pause);
        ScriptedPeer peer = Setup.client(pausing);
        peer.send(ABC);
        pausing.expect("text a");
        peer.send("8181 00000000 64");
        pausing.assertExhausted();
        peer.socket().resume();
        peer.run();
        pausing.expect("text b");
        peer.socket().resume();
        peer.run();
        peer.socket().resume();
        peer.run();
        pausing.expect("text c", "text d");
    }

    @Test
    void soManyMessagesComeAsAreRequested() {
        ScriptedPeer peer = requesting(2, listener, socket -> {});
        peer.send(ABC);
        listener[0].expect("text a", "text b");
        peer.socket().request(1);
        peer.run();
        listener[0].expect("text c");
        peer.send("8181 00000000 64");
        listener[0].assertExhausted();
    }

    @Test
    void aRequestInsideTheEventHasTheNextCome() {
        ScriptedPeer peer = requesting(1, listener, socket -> socket.request(1));
        peer.send(ABC.repeat(100));
        assertThat(listener[0].events()).hasSize(300);
    }

    @Test
    void aMessageInFragmentsIsOne() {
        ScriptedPeer peer = requesting(1, listener, socket -> {});
        peer.send("0181 00000000 61 8981 00000000 70 8081 00000000 62 8181 00000000 63");
        listener[0].expect("ping 70", "text ab");
        peer.socket().request(1);
        peer.run();
        listener[0].expect("text c");
    }

    @Test
    void allCanBeRequested() {
        ScriptedPeer peer = requesting(Long.MAX_VALUE, listener, socket -> socket.request(Long.MAX_VALUE));
        peer.send(ABC);
        listener[0].expect("text a", "text b", "text c");
    }

    @Test
    void aPauseHoldsWhatIsRequested() {
        ScriptedPeer peer = requesting(2, listener, WebSocket::pause);
        peer.send(ABC);
        listener[0].expect("text a");
        peer.socket().request(1);
        peer.run();
        listener[0].assertExhausted();
        peer.socket().resume();
        peer.run();
        listener[0].expect("text b");
    }

    @Test
    void lessThanOneCanNotBeRequested() {
        ScriptedPeer peer = Setup.client(new RecordingListener());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> peer.socket().request(0))
                .withMessage("At least 1 message can be requested, not 0");
    }

    @Test
    void aCloseOfThisSidesEndsTheWaiting() {
        ScriptedPeer peer = requesting(1, listener, socket -> {});
        peer.send(ABC + "8882 00000000 03e8");
        listener[0].expect("text a");
        peer.socket().close();
        peer.run();
        peer.end();
        listener[0].expect("text b", "text c", "close 1000 (clean)");
    }

    @Test
    void thePeersCloseWaitsBehindWhatIsNotRequested() {
        ScriptedPeer peer = requesting(1, listener, socket -> {});
        peer.send(ABC + "8882 00000000 03e8").end();
        listener[0].expect("text a");
        peer.socket().request(2);
        peer.run();
        listener[0].expect("text b", "text c", "close 1000 (clean)");
    }

    @Test
    void messagesOfAPeerThatHasEndedWaitAsLongAsTheApplicationDoes() {
        ScriptedPeer peer = requesting(1, listener, socket -> {});
        peer.send(ABC + "8882 00000000 03e8");
        peer.loop().run(() -> peer.socket().ended());
        peer.clock().advanceSeconds(1000);
        listener[0].expect("text a");
        peer.socket().request(2);
        peer.run();
        listener[0].expect("text b", "text c");
        peer.end();
        listener[0].expect("close 1000 (clean)");
    }

    @Test
    void aBrokenConnectionLosesWhatIsNotRequested() {
        ScriptedPeer peer = requesting(1, listener, socket -> {});
        peer.send(ABC);
        peer.transport().breakWith(new IOException("reset"));
        listener[0].expect(
                "text a",
                "error Network error: ws://example.com/chat: java.io.IOException: reset",
                "close 1006 (not clean)");
    }

    @Test
    void messagesRequestedInsideADrainComeBehindIt() {
        WebSocketOptions options = Setup.noTimers().watermarks(10, 20).build();
        RecordingListener requests = new RecordingListener() {
            @Override
            public void onOpen(WebSocket socket) {
                super.onOpen(socket);
                socket.request(1);
            }

            @Override
            public void onDrain(WebSocket socket) {
                socket.request(2);
                super.onDrain(socket);
            }
        };
        ScriptedPeer peer = Setup.opened(ScriptedPeer.client(requests, options), requests);
        peer.transport().watermarks(10, 20).stall();
        peer.socket().send("x".repeat(100));
        peer.run();
        peer.send(ABC);
        requests.expect("text a");
        peer.transport().flow();
        requests.expect("drain", "text b", "text c");
    }

    /** What was kept comes inside of the drain's end, and its listener pauses: then nothing waits, and the peer is to be read. */
    @Test
    void aPauseAtAMessageThatCameBehindADrainLeavesThePeerRead() {
        RecordingListener pausing = new RecordingListener() {
            @Override
            public void onDrain(WebSocket socket) {
                super.onDrain(socket);
                socket.resume();
            }

            @Override
            public void onText(WebSocket socket, String message) {
                super.onText(socket, message);
                socket.pause();
            }
        };
        WebSocketOptions options = Setup.noTimers().watermarks(10, 20).build();
        ScriptedPeer peer = Setup.opened(ScriptedPeer.client(pausing, options), pausing);
        peer.socket().pause();
        peer.transport().stall();
        peer.socket().send("x".repeat(100));
        peer.run();
        peer.send("8181 00000000 61");
        peer.transport().flow();
        pausing.expect("drain", "text a");
        assertThat(peer.sent().remaining()).isEqualTo(2 + 100);
        peer.send("8981 00000000 62");
        peer.expect("8a0162");
    }

    @Test
    void aCloseInsideADrainTellsWhatWasKeptBehindIt() {
        WebSocketOptions options = Setup.noTimers().watermarks(10, 20).build();
        RecordingListener closes = new RecordingListener() {
            @Override
            public void onDrain(WebSocket socket) {
                socket.close();
                super.onDrain(socket);
            }
        };
        ScriptedPeer peer = Setup.opened(ScriptedPeer.client(closes, options), closes);
        peer.socket().pause();
        peer.transport().watermarks(10, 20).stall();
        peer.socket().send("x".repeat(100));
        peer.run();
        peer.send(ABC + "8882 00000000 03e8");
        closes.assertExhausted();
        peer.transport().flow();
        closes.expect("drain", "text a", "text b", "text c");
        peer.end();
        closes.expect("close 1000 (clean)");
    }

    @Tag("SEC-51")
    @Test
    void whileAMessageWaitsSilenceIsNoSignOfDeath() {
        ScriptedPeer peer = requesting(1, listener, socket -> {});
        peer.send(ABC);
        listener[0].expect("text a");
        peer.clock().advanceSeconds(1000);
        listener[0].assertExhausted();
    }
}
