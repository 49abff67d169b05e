package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.ReadyState;
import dev.heddle.websocket.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ReadyStateTest {

    private static final String NOT_ESTABLISHED =
            "error The WebSocket was closed before the connection was established";

    private final RecordingListener listener = new RecordingListener();

    @Tag("WS-107")
    @Test
    void movesFromConnectingOverOpenAndClosingToClosed() {
        ScriptedPeer peer = ScriptedPeer.server(listener, Setup.options().build());
        assertThat(peer.socket().readyState()).isEqualTo(ReadyState.CONNECTING);
        peer.connect();
        assertThat(peer.socket().readyState()).isEqualTo(ReadyState.CONNECTING);
        peer = Setup.server(new RecordingListener());
        assertThat(peer.socket().readyState()).isEqualTo(ReadyState.OPEN);
        peer.socket().close();
        assertThat(peer.socket().readyState()).isEqualTo(ReadyState.CLOSING);
        peer.run().send("880203e8");
        assertThat(peer.socket().readyState()).isEqualTo(ReadyState.CLOSING);
        peer.end();
        assertThat(peer.socket().readyState()).isEqualTo(ReadyState.CLOSED);
    }

    @Test
    void aServerHasNoResponseToSee() {
        WebSocket socket = Setup.client(listener).socket();
        assertThat(socket.statusCode()).isZero();
        assertThat(socket.headers().fields()).isEmpty();
    }

    @Tag("WS-107")
    @Test
    void thePeersCloseStartsTheClosing() {
        ScriptedPeer peer = Setup.server(listener);
        peer.send("880203e8");
        assertThat(peer.socket().readyState()).isEqualTo(ReadyState.CLOSING);
        listener.assertExhausted();
    }

    @Tag("API-009")
    @Test
    void isAlwaysTheEventsStateInsideAnEvent() {
        List<ReadyState> seen = new ArrayList<>();
        RecordingListener noting = new RecordingListener() {
            @Override
            public void onOpen(WebSocket socket) {
                seen.add(socket.readyState());
            }

            @Override
            public void onText(WebSocket socket, String message) {
                seen.add(socket.readyState());
            }

            @Override
            public void onClose(WebSocket socket, CloseEvent event) {
                seen.add(socket.readyState());
            }
        };
        ScriptedPeer peer = ScriptedPeer.client(noting, Setup.options().build()).open();
        peer.send("8180 00000000");
        peer.send("8880 00000000").end();
        assertThat(seen).containsExactly(ReadyState.OPEN, ReadyState.OPEN, ReadyState.CLOSED);
    }

    @Tag("API-005")
    @Test
    void aClientsCloseWhileConnectingFailsTheConnection() {
        ScriptedPeer peer =
                ScriptedPeer.server(listener, Setup.options().build()).connect();
        assertThat(peer.socket().close(3000, "never mind")).isTrue();
        assertThat(peer.socket().readyState()).isEqualTo(ReadyState.CLOSING);
        peer.run();
        listener.expect(NOT_ESTABLISHED, closeOfHandshake());
        assertThat(peer.socket().readyState()).isEqualTo(ReadyState.CLOSED);
        assertThat(peer.clock().timers()).isZero();
    }

    @Tag("API-005")
    @Test
    void aClientsCloseBeforeThereIsAConnectionFailsIt() {
        ScriptedPeer peer = ScriptedPeer.server(listener, Setup.options().build());
        peer.socket().close();
        peer.run();
        listener.expect(NOT_ESTABLISHED, "close 1006 (not clean)");
        assertThat(peer.transport().aborts()).isPositive();
    }

    @Tag("API-005")
    @Test
    void aCloseThatTheHandshakeOvertakesOnTheLoopStillFailsTheConnection() {
        ScriptedPeer peer =
                ScriptedPeer.server(listener, Setup.options().build()).connect();
        ByteBuffer response = Setup.ascii(peer.response());
        peer.loop().execute(() -> {
            peer.socket().received(response);
            peer.socket().readComplete();
        });
        peer.socket().close();
        peer.run();
        listener.expect(NOT_ESTABLISHED, "close 1006 (not clean)");
        peer.expectNothing();
        assertThat(peer.clock().timers()).isZero();
    }

    private static String closeOfHandshake() {
        return "close 1006 Error during WebSocket handshake: The connection ended (not clean)";
    }
}
