package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import dev.heddle.websocket.WebSocketOptions;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole handshake has one deadline, however much of it comes how often. */
@Tag("SEC-21")
class Sec21SlowHandshakeTest {

    private static final Duration JUST_BEFORE_A_SECOND = Duration.ofMillis(999);

    private final RecordingListener listener = new RecordingListener();

    @Test
    void aServerThatDripsItsResponseIsCutOffAfterTenSeconds() {
        ScriptedPeer peer =
                ScriptedPeer.server(listener, Setup.options().build()).connect();
        String head = "HTTP/1.1 101 Switching Protocols";
        for (int second = 0; second < 10; second++) {
            peer.sendHead(head.substring(second, second + 1));
            peer.clock().advance(JUST_BEFORE_A_SECOND);
            listener.expect();
            assertThat(peer.transport().isGone()).isFalse();
            peer.clock().advance(Duration.ofMillis(1));
        }
        assertThat(peer.transport().isGone()).isTrue();
        assertThat(listener.events())
                .hasSize(2)
                .element(0)
                .asString()
                .contains("The handshake was not done within PT10S (handshakeTimeout)");
        assertThat(listener.events()).last().asString().startsWith("close 1006 ");
        assertThat(peer.clock().timers()).isZero();
    }

    /** The only handshake of which a server's connection sees a part: the eight bytes behind a request of draft 76. */
    @Tag("HX-012")
    @Test
    void aClientThatDripsTheEndOfItsHandshakeIsCutOffAfterTenSeconds() {
        Request request = Request.of(
                "GET",
                "/demo",
                Headers.empty()
                        .with("Host", "example.com")
                        .with("Upgrade", "WebSocket")
                        .with("Connection", "Upgrade")
                        .with("Sec-WebSocket-Key1", "4 @1  46546xW%0l 1 5")
                        .with("Sec-WebSocket-Key2", "12998 5 Y3 1  .P00"));
        WebSocketOptions options =
                Setup.options().driver(driver -> driver.allowDrafts(true)).build();
        ScriptedPeer peer = ScriptedPeer.client(request, listener, options).connect();
        assertThat(peer.socket().version()).isEqualTo("hixie-76");
        for (int second = 0; second < 10; second++) {
            if (second < 7) {
                peer.send("00");
            }
            peer.clock().advance(JUST_BEFORE_A_SECOND);
            assertThat(peer.transport().isGone()).isFalse();
            peer.clock().advance(Duration.ofMillis(1));
        }
        assertThat(peer.transport().isGone()).isTrue();
        assertThat(listener.events()).last().isEqualTo("close 1006 (not clean)");
        assertThat(listener.events()).doesNotContain("open");
        assertThat(peer.clock().timers()).isZero();
    }
}
