package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.CloseEvent.By;
import dev.heddle.websocket.ReadyState;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A close event says who ended the connection, in which phase, with which codes, and over what. */
@Tag("API-010")
class CloseCauseTest {

    private final List<CloseEvent> events = new ArrayList<>();
    private final RecordingListener listener = new RecordingListener() {
        @Override
        public void onClose(WebSocket socket, CloseEvent event) {
            events.add(event);
            super.onClose(socket, event);
        }
    };

    private CloseEvent expect(By by, ReadyState phase, int sent, int received) {
        assertThat(events).hasSize(1);
        CloseEvent event = events.get(0);
        assertThat(event.by()).isEqualTo(by);
        assertThat(event.phase()).isEqualTo(phase);
        assertThat(event.sentCode()).isEqualTo(sent);
        assertThat(event.receivedCode()).isEqualTo(received);
        return event;
    }

    @Test
    void thisSideClosed() {
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().close(3001, "enough");
        peer.run();
        peer.send("8882 00000000 0bba").end();
        assertThat(expect(By.THIS_SIDE, ReadyState.OPEN, 3001, 3002).cause()).isNull();
    }

    @Test
    void thePeerClosed() {
        ScriptedPeer peer = Setup.client(listener);
        peer.send("8880 00000000").end();
        assertThat(expect(By.PEER, ReadyState.OPEN, 1005, 1005).cause()).isNull();
    }

    @Test
    void thePeerClosedWhileOurAnswerHadToWait() {
        ScriptedPeer peer = Setup.client(listener);
        peer.transport().watermarks(1, 1).stall();
        peer.socket().send("ab");
        peer.run();
        peer.socket().send("cd");
        peer.run();
        peer.send("8882 00000000 03e8");
        peer.transport().flow();
        peer.end();
        expect(By.PEER, ReadyState.OPEN, 1000, 1000);
    }

    @Test
    void thePeerJustEnded() {
        ScriptedPeer peer = Setup.client(listener);
        peer.end();
        assertThat(expect(By.PEER, ReadyState.OPEN, 1006, 1006).cause()).isNull();
    }

    @Test
    void thePeerEndedInsteadOfAnsweringOurClose() {
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().close();
        peer.run();
        peer.end();
        CloseEvent event = expect(By.THIS_SIDE, ReadyState.OPEN, 1000, 1006);
        assertThat(event.wasClean()).isFalse();
    }

    @Test
    void thePeerBrokeARule() {
        ScriptedPeer peer = Setup.client(listener);
        peer.send("8380 00000000").end();
        CloseEvent event = expect(By.THIS_SIDE, ReadyState.OPEN, 1002, 1006);
        assertThat(event.cause()).isInstanceOf(WebSocketException.class).hasMessage("Unrecognized frame opcode: 3");
    }

    @Test
    void theNetworkBroke() {
        ScriptedPeer peer = Setup.client(listener);
        IOException reset = new IOException("reset");
        peer.transport().breakWith(reset);
        CloseEvent event = expect(By.NETWORK, ReadyState.OPEN, 1006, 1006);
        assertThat(event.cause()).hasCause(reset);
    }

    @Test
    void theNetworkBrokeInsideTheClosingHandshake() {
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().close();
        peer.run();
        peer.transport().breakWith(new IOException("reset"));
        expect(By.NETWORK, ReadyState.CLOSING, 1000, 1006);
    }

    @Test
    void theNetworkBrokeInsideTheHandshake() {
        ScriptedPeer peer =
                ScriptedPeer.server(listener, Setup.options().build()).connect();
        peer.transport().breakWith(new IOException("reset"));
        expect(By.NETWORK, ReadyState.CONNECTING, 1006, 1006);
    }

    @Test
    void theHandshakeWasRefused() {
        ScriptedPeer peer =
                ScriptedPeer.server(listener, Setup.options().build()).connect();
        peer.sendHead("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n").end();
        expect(By.THIS_SIDE, ReadyState.CONNECTING, 1006, 1006);
    }

    @Test
    void thisSideClosedBeforeItWasOpen() {
        ScriptedPeer peer =
                ScriptedPeer.server(listener, Setup.options().build()).connect();
        peer.socket().close();
        peer.run();
        CloseEvent event = expect(By.THIS_SIDE, ReadyState.CONNECTING, 1006, 1006);
        assertThat(event.cause()).hasMessage("The WebSocket was closed before the connection was established");
    }

    @Test
    void theListenerThrew() {
        IllegalStateException thrown = new IllegalStateException("thrown");
        RecordingListener throwing = new RecordingListener() {
            @Override
            public void onText(WebSocket socket, String message) {
                throw thrown;
            }

            @Override
            public void onClose(WebSocket socket, CloseEvent event) {
                events.add(event);
            }
        };
        ScriptedPeer peer = Setup.client(throwing);
        peer.send("8181 00000000 61").end();
        assertThat(expect(By.THIS_SIDE, ReadyState.OPEN, 1011, 1006).cause()).isSameAs(thrown);
    }

    @Test
    void thePeerDidNotAnswerOurClose() {
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().close();
        peer.run();
        peer.clock().advanceSeconds(100);
        CloseEvent event = expect(By.THIS_SIDE, ReadyState.CLOSING, 1000, 1006);
        assertThat(event.cause()).hasMessageContaining("closeTimeout");
    }

    @Test
    void thePeerWasSilent() {
        ScriptedPeer peer = Setup.client(listener);
        peer.clock().advanceSeconds(100);
        CloseEvent event = expect(By.THIS_SIDE, ReadyState.OPEN, 1006, 1006);
        assertThat(event.cause()).hasMessageContaining("pongTimeout");
    }
}
