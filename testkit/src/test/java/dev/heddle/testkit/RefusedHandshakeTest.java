package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.HandshakeException;
import dev.heddle.websocket.ReadyState;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketException;
import dev.heddle.websocket.WebSocketListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a client's application hears of a server that refuses, and when. */
@Tag("WS-019")
@Tag("API-012")
class RefusedHandshakeTest {

    private static final String HEAD = "HTTP/1.1 403 Forbidden\r\nX-Why: ticket\r\n";
    private static final String MESSAGE =
            "Error during WebSocket handshake: Unexpected response code: 403 from ws://example.com/chat";

    private final List<Throwable> errors = new ArrayList<>();
    private final List<CloseEvent> closes = new ArrayList<>();
    private final ScriptedPeer peer = ScriptedPeer.server(
                    new WebSocketListener() {

                        @Override
                        public void onError(WebSocket socket, Throwable error) {
                            errors.add(error);
                        }

                        @Override
                        public void onClose(WebSocket socket, CloseEvent event) {
                            closes.add(event);
                        }
                    },
                    Setup.options().handshakeTimeout(Duration.ofSeconds(10)).build())
            .connect();

    @Test
    void comesWithItsWholeBody() {
        peer.sendHead(HEAD + "Content-Length: 9\r\n\r\nNo ");
        assertThat(errors).isEmpty();
        assertThat(peer.socket().readyState()).isEqualTo(ReadyState.CONNECTING);
        assertThat(peer.transport().closes()).isZero();
        peer.sendHead("ticket");
        expectRefusal("No ticket");
        assertThat(peer.transport().closes()).isEqualTo(1);
        assertThat(closes).isEmpty();
        peer.end();
        assertThat(closes).singleElement().satisfies(event -> {
            assertThat(event.code()).isEqualTo(1002);
            assertThat(event.by()).isEqualTo(CloseEvent.By.THIS_SIDE);
            assertThat(event.phase()).isEqualTo(ReadyState.CONNECTING);
            assertThat(event.cause()).isSameAs(errors.get(0));
        });
        assertThat(peer.clock().timers()).isZero();
    }

    @Test
    void comesAtOnceIfThereIsNoBody() {
        peer.sendHead(HEAD + "Content-Length: 0\r\n\r\n");
        expectRefusal("");
    }

    @Test
    void comesWhenTheBodyEndsWithTheConnection() {
        peer.sendHead(HEAD + "\r\nNo ticket");
        assertThat(errors).isEmpty();
        peer.end();
        expectRefusal("No ticket");
        assertThat(closes).hasSize(1);
    }

    @Test
    void comesByTheEndOfTheHandshakesTimeWithWhatThereIs() {
        peer.sendHead(HEAD + "Content-Length: 9\r\n\r\nNo ");
        peer.clock().advance(Duration.ofSeconds(9));
        peer.sendHead("ti");
        assertThat(errors).isEmpty();
        peer.clock().advance(Duration.ofSeconds(1));
        peer.run();
        expectRefusal("No ti");
        assertThat(peer.transport().closes()).isEqualTo(1);
        peer.end();
        assertThat(closes).hasSize(1);
    }

    @Test
    void comesIfTheConnectionBreaksInsideTheBody() {
        peer.sendHead(HEAD + "Content-Length: 9\r\n\r\nNo ");
        peer.transport().breakWith(new IOException("reset"));
        expectRefusal("No ");
        assertThat(closes).hasSize(1);
    }

    @Test
    void comesIfTheApplicationClosesInsideTheBody() {
        peer.sendHead(HEAD + "Content-Length: 9\r\n\r\nNo ");
        peer.socket().close();
        peer.run();
        expectRefusal("No ");
        peer.end();
        assertThat(closes).hasSize(1);
    }

    @Test
    void comesIfTheConnectionIsGivenUpInsideTheBody() {
        peer.sendHead(HEAD + "Content-Length: 9\r\n\r\nNo ");
        peer.loop().run(() -> peer.socket().giveUp("Enough"));
        expectRefusal("No ");
        assertThat(closes).hasSize(1);
    }

    @Test
    void aLongBodyIsCut() {
        peer.sendHead(HEAD + "\r\n" + "x".repeat(100_000));
        expectRefusal("x".repeat(16 * 1024));
    }

    @Test
    void aBadSwitchIsOneToo() {
        peer.sendHead("HTTP/1.1 101 Switching Protocols\r\nX-Why: odd\r\n\r\n").end();
        assertThat(errors).singleElement().isInstanceOfSatisfying(HandshakeException.class, refused -> {
            assertThat(refused.statusCode()).isEqualTo(101);
            assertThat(refused.headers().first("X-Why")).isEqualTo("odd");
            assertThat(refused.body()).isEmpty();
        });
    }

    @Test
    void anEndWithoutAnAnswerIsNone() {
        peer.sendHead("HTTP/1.1 403").end();
        assertThat(errors)
                .singleElement()
                .isInstanceOf(WebSocketException.class)
                .isNotInstanceOf(HandshakeException.class);
    }

    private void expectRefusal(String body) {
        assertThat(errors).singleElement().isInstanceOfSatisfying(HandshakeException.class, refused -> {
            assertThat(refused).hasMessage(MESSAGE);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.headers().first("X-Why")).isEqualTo("ticket");
            assertThat(new String(refused.body(), StandardCharsets.ISO_8859_1)).isEqualTo(body);
            assertThat(refused.protocolError()).isNotNull();
        });
    }
}
