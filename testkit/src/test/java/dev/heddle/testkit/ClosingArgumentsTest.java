package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.websocket.ReadyState;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClosingArgumentsTest {

    private final RecordingListener listener = new RecordingListener();
    private final ScriptedPeer peer = Setup.client(listener);

    @Tag("API-003")
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 999, 1001, 1005, 1006, 1011, 2999, 5000, 65536 + 1000})
    void closeRefusesCodesThatAreNotTheApplications(int code) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> peer.socket().close(code, ""))
                .withMessage("Failed to execute 'close' on WebSocket: The code must be either 1000, or between 3000 and"
                        + " 4999. " + code + " is neither.");
        assertStillOpen();
    }

    @Tag("API-003")
    @ParameterizedTest
    @ValueSource(ints = {1000, 3000, 4999})
    void closeTakesTheApplicationsCodes(int code) {
        assertThat(peer.socket().close(code, "")).isTrue();
        peer.expect("8802" + String.format("%04x", code));
    }

    @Tag("API-004")
    @ParameterizedTest
    @ValueSource(strings = {"a", "\u00e9", "\ud83d\ude00"})
    void closeRefusesAReasonOfMoreThan123Bytes(String character) {
        String tooLong = character.repeat(124 / utf8Length(character));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> peer.socket().close(1000, tooLong))
                .withMessage("Failed to execute 'close' on WebSocket: The reason must have at most 123 bytes in UTF-8,"
                        + " not 124.");
        assertStillOpen();
    }

    @Tag("API-004")
    @Test
    void closeTakesAReasonOf123Bytes() {
        assertThat(peer.socket().close(1000, "a".repeat(123))).isTrue();
        peer.expect("887d03e8" + "61".repeat(123));
    }

    @Tag("WS-102")
    @Test
    void loneSurrogatesAreRefusedAndLeaveTheConnectionOpen() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> peer.socket().send("\ud800"))
                .withMessage("Text has a lone surrogate at index 0");
        assertThatIllegalArgumentException().isThrownBy(() -> peer.socket().send("a\udc00b"));
        assertThatIllegalArgumentException().isThrownBy(() -> peer.socket().close(1000, "\ud800"));
        assertStillOpen();
    }

    @Test
    void aPingOfMoreThan125BytesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> peer.socket().ping(ByteBuffer.allocate(126), () -> {}))
                .withMessage("A ping has at most 125 bytes of payload, not 126 (RFC 6455 §5.5)");
        assertStillOpen();
    }

    @Tag("API-006")
    @Test
    void onlyTheFirstCloseCounts() {
        assertThat(peer.socket().close(3000, "one")).isTrue();
        assertThat(peer.socket().close(3001, "two")).isFalse();
        peer.expect("88050bb86f6e65");
        assertThat(peer.socket().close()).isFalse();
        assertThat(peer.socket().goAway()).isFalse();
        peer.expectNothing();
        peer.send("8885 00000000 0bb86f6e65");
        listener.expect();
        peer.end();
        assertThat(peer.socket().close()).isFalse();
        peer.expectNothing();
        listener.expect("close 3000 one (clean)");
    }

    private void assertStillOpen() {
        peer.expectNothing();
        assertThat(peer.socket().readyState()).isEqualTo(ReadyState.OPEN);
        listener.assertExhausted();
    }

    private static int utf8Length(String character) {
        return character.codePointAt(0) < 0x80 ? 1 : character.codePointAt(0) < 0x800 ? 2 : 4;
    }
}
