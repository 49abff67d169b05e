package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.WebSocket;
import java.io.IOException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloseEventTest {

    private static final String RESET = "error Network error: ws://example.com/chat: java.io.IOException: reset";

    private final RecordingListener listener = new RecordingListener();

    @Tag("WS-109")
    @Tag("API-010")
    @ParameterizedTest
    @CsvSource({
        "8885 00000000 0bb8627965, close 3000 bye (clean)",
        "8880 00000000, close 1005 (clean)",
        "8882 00000000 03e9, close 1001 (clean)",
        "'', close 1006 (not clean)"
    })
    void tellsThePeersCodeOr1005Or1006(String frame, String event) {
        ScriptedPeer peer = Setup.client(listener);
        peer.send(frame).end();
        listener.expect(event);
    }

    @Tag("API-009")
    @Tag("API-010")
    @Test
    void aFailureOfThePeersIsOneErrorAndThenOneClose() {
        ScriptedPeer peer = Setup.client(listener);
        peer.send("8380 00000000 8380 00000000");
        listener.expect("error Unrecognized frame opcode: 3");
        peer.expect("881e 03ea 556e7265636f676e697a6564206672616d65206f70636f64653a2033");
        peer.end();
        listener.expect("close 1002 Unrecognized frame opcode: 3 (not clean)");
    }

    @Tag("API-009")
    @Test
    void comesOnlyWhenTheConnectionHasEnded() {
        ScriptedPeer peer = Setup.client(listener);
        peer.transport().stall();
        peer.send("8882 00000000 03e8");
        listener.assertExhausted();
        peer.transport().flow();
        listener.assertExhausted();
        peer.end();
        listener.expect("close 1000 (clean)");
    }

    @Tag("API-009")
    @Test
    void comesOnceHoweverOftenTheEndIsTold() {
        ScriptedPeer peer = Setup.client(listener);
        peer.loop().run(() -> {
            peer.socket().ended();
            peer.socket().failed(new IOException("reset"));
            peer.socket().closed();
            peer.socket().closed();
        });
        listener.expect("close 1006 (not clean)");
    }

    @Tag("WS-115")
    @ParameterizedTest
    @ValueSource(strings = {"", "81", "8185 000000", "8185 00000000 4865", "0180 00000000"})
    void anEndWithoutACloseFrameIs1006(String before) {
        ScriptedPeer peer = Setup.client(listener);
        peer.send(before).end();
        listener.expect("close 1006 (not clean)");
        assertThat(peer.transport().isGone()).isTrue();
    }

    @Tag("WS-115")
    @Tag("API-009")
    @ParameterizedTest
    @ValueSource(strings = {"", "81", "8185 000000", "8185 00000000 4865", "0180 00000000"})
    void aBrokenConnectionIsOneErrorAnd1006(String before) {
        ScriptedPeer peer = Setup.client(listener);
        peer.send(before);
        peer.transport().breakWith(new IOException("reset"));
        listener.expect(RESET, "close 1006 (not clean)");
    }

    @Tag("WS-115")
    @Test
    void anEndInsideTheHandshakeIsAnErrorAnd1006() {
        ScriptedPeer peer =
                ScriptedPeer.server(listener, Setup.options().build()).connect();
        peer.sendHead("HTTP/1.1 101 Sw").end();
        listener.expect(
                "error Error during WebSocket handshake: The connection ended",
                "close 1006 Error during WebSocket handshake: The connection ended (not clean)");
    }

    @Tag("WS-115")
    @Test
    void aConnectionThatBreaksInsideTheHandshakeIsOneErrorAnd1006() {
        ScriptedPeer peer =
                ScriptedPeer.server(listener, Setup.options().build()).connect();
        peer.transport().breakWith(new IOException("reset"));
        listener.expect(RESET, "close 1006 Error during WebSocket handshake: The connection ended (not clean)");
    }

    @Tag("WS-115")
    @Test
    void aConnectionThatIsNeverMadeIsOneErrorAnd1006() {
        ScriptedPeer peer = ScriptedPeer.server(listener, Setup.options().build());
        peer.transport().breakWith(new IOException("reset"));
        listener.expect(RESET, "close 1006 (not clean)");
    }

    @Tag("WS-108")
    @Test
    void aResetBehindTheClosingHandshakeIsStillClean() {
        ScriptedPeer peer = Setup.server(listener);
        peer.send("880203e8");
        peer.transport().breakWith(new IOException("reset"));
        listener.expect("close 1000 (clean)");
    }

    @Tag("WS-115")
    @Test
    void aResetWhileTheCloseFrameIsAwaitedIsOneErrorAnd1006() {
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().close();
        peer.run();
        peer.transport().breakWith(new IOException("reset"));
        listener.expect(RESET, "close 1006 (not clean)");
    }

    @Tag("API-010")
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRefusedHandshakeIsAnErrorAndThenAClose(boolean endsLater) {
        ScriptedPeer peer =
                ScriptedPeer.server(listener, Setup.options().build()).connect();
        if (endsLater) {
            peer.transport().endsLater();
        }
        peer.sendHead("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n").end();
        listener.expect(
                "error Error during WebSocket handshake: Unexpected response code: 404 from ws://example.com/chat",
                "close 1002 Error during WebSocket handshake: Unexpected response code: 404 (not clean)");
    }

    @Tag("API-009")
    @Test
    void comesAlsoIfTheListenerClosesInsideTheErrorOfARefusedHandshake() {
        RecordingListener closing = atError(WebSocket::close);
        ScriptedPeer peer =
                ScriptedPeer.server(closing, Setup.options().build()).connect();
        peer.sendHead("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n").end();
        closing.expect(
                "error Error during WebSocket handshake: Unexpected response code: 404 from ws://example.com/chat",
                "close 1002 Error during WebSocket handshake: Unexpected response code: 404 (not clean)");
    }

    @Tag("API-009")
    @Test
    void comesAlsoIfTheListenerSendsTooMuchInsideTheErrorOfAFailure() {
        RecordingListener sending = atError(socket -> {
            while (socket.send(Setup.bytes(1 << 20))) {
                // Until it is refused, which ends the connection.
            }
        });
        ScriptedPeer peer =
                Setup.opened(ScriptedPeer.client(sending, Setup.options().build()), sending);
        peer.transport().stall();
        peer.send("8380 00000000").end();
        peer.clock().advanceSeconds(3);
        sending.expect("error Unrecognized frame opcode: 3", "close 1002 Unrecognized frame opcode: 3 (not clean)");
    }

    @Tag("SEC-55")
    @Test
    void neitherErrorNorCloseAreToldInsideAnotherEvent() {
        RecordingListener flooding = new RecordingListener() {
            @Override
            public void onText(WebSocket socket, String message) {
                while (socket.send(Setup.bytes(1 << 20))) {
                    // Until it is refused, which ends the connection.
                }
                record("end of text");
            }

            @Override
            public void onError(WebSocket socket, Throwable error) {
                socket.close();
                record("error");
            }
        };
        ScriptedPeer peer =
                Setup.opened(ScriptedPeer.client(flooding, Setup.options().build()), flooding);
        peer.transport().stall();
        peer.send("8180 00000000 8180 00000000");
        flooding.expect("end of text", "error", "close 1006 (not clean)");
        assertThat(peer.clock().timers()).isZero();
    }

    private static RecordingListener atError(Consumer<WebSocket> action) {
        return new RecordingListener() {
            @Override
            public void onError(WebSocket socket, Throwable error) {
                super.onError(socket, error);
                action.accept(socket);
            }
        };
    }
}
