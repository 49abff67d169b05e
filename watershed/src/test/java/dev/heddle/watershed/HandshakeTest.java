package dev.heddle.watershed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.driver.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is answered to a handshake, and what is said to one that is not in order. */
class HandshakeTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final UpgradedChannel channel = Sample.silent(written);

    static Stream<Arguments> badRequests() {
        Headers good = Sample.requestHeaders();
        Headers chat = good.with("Sec-WebSocket-Protocol", "chat");
        return Stream.of(
                bad("Missing Upgrade Header", Sample.without(good, "Upgrade")),
                bad("Missing Upgrade Header", Sample.set(good, "Upgrade", "h2c")),
                bad("Missing Upgrade Header", Headers.empty()),
                bad("Missing Sec-WebSocket-Key Header", Sample.without(good, "Sec-WebSocket-Key")),
                bad("Missing Sec-WebSocket-Key Header", Sample.set(good, "Sec-WebSocket-Key", "")),
                bad("Unsupported Sec-WebSocket-Version", Sample.set(good, "Sec-WebSocket-Version", "8")),
                bad("Unsupported Sec-WebSocket-Version", Sample.without(good, "Sec-WebSocket-Version")),
                bad(
                        "Malformed handshake request header: Sec-WebSocket-Key",
                        Sample.set(good, "Sec-WebSocket-Key", "a")),
                bad("Missing, repeated or malformed Host header", Sample.without(good, "Host")),
                bad("Not a WebSocket request", Sample.without(good, "Connection")),
                bad("Client requested a sub-protocol but no supported sub-protocols were provided to accept()", chat),
                Arguments.of("Client and server have no matching sub-protocols", chat, List.of("Chat", "talk")));
    }

    private static Arguments bad(String message, Headers headers) {
        return Arguments.of(message, headers, List.of());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRequests")
    void badRequestIsNamedAndNothingIsWritten(String message, Headers headers, List<String> protocols) {
        assertThatThrownBy(() -> Watershed.accept(Sample.request(headers), channel, null, protocols))
                .isInstanceOf(WatershedException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> Watershed.acceptDetached(Sample.request(headers), channel, null, protocols))
                .isInstanceOf(WatershedException.class)
                .hasMessage(message);
        assertThat(written.size()).isZero();
        assertThat(channel.isOpen()).isTrue();
    }

    static Stream<Arguments> badResponses() {
        Headers good = Sample.responseHeaders();
        return Stream.of(
                Arguments.of("Invalid Upgrade status code", 200, Headers.empty()),
                Arguments.of("Missing Connection Header", 101, Sample.without(good, "Connection")),
                Arguments.of("Missing Connection Header", 101, Sample.set(good, "Connection", "close")),
                Arguments.of("Missing Upgrade Header", 101, Sample.without(good, "Upgrade")),
                Arguments.of("Missing Upgrade Header", 101, Sample.set(good, "Upgrade", "h2c")),
                Arguments.of("Missing Sec-WebSocket-Accept Header", 101, Sample.without(good, "Sec-WebSocket-Accept")),
                Arguments.of(
                        "Sec-WebSocket-Accept does not answer the key",
                        101,
                        Sample.set(good, "Sec-WebSocket-Accept", "HSmrc0sMlYUkAGmm5OPpG2HaGWk=")),
                Arguments.of(
                        "Sec-WebSocket-Accept does not answer the key",
                        101,
                        good.with("Sec-WebSocket-Accept", Sample.ACCEPT)),
                Arguments.of("Unsupported Sec-WebSocket-Version", 101, good.with("Sec-WebSocket-Version", "8")),
                Arguments.of(
                        "Sec-WebSocket-Protocol mismatch", 101, good.with("Sec-WebSocket-Protocol", "chat, talk")));
    }

    @Tag("WS-022")
    @Tag("WS-047")
    @ParameterizedTest(name = "{0}")
    @MethodSource("badResponses")
    void badResponseIsNamed(String message, int status, Headers headers) {
        UpgradeResponse response = new UpgradeResponse(status, headers);
        assertThatThrownBy(() -> Watershed.connect(response, channel, null, Sample.KEY))
                .isInstanceOf(WatershedException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> Watershed.connectDetached(response, channel, null, Sample.KEY))
                .isInstanceOf(WatershedException.class)
                .hasMessage(message);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void subprotocolThatWasNotAskedForIsRefused() {
        UpgradeResponse response = Sample.response(Sample.responseHeaders().with("Sec-WebSocket-Protocol", "talk"));
        WatershedOptions options = WatershedOptions.defaults().withProtocols(Sample.chat());
        assertThatThrownBy(() -> Watershed.connect(response, channel, null, Sample.KEY, options))
                .isInstanceOf(WatershedException.class)
                .hasMessageContaining("Sec-WebSocket-Protocol mismatch");
    }

    @Test
    void extensionThatWasNotAskedForIsRefused() {
        UpgradeResponse response =
                Sample.response(Sample.responseHeaders().with("Sec-WebSocket-Extensions", "permessage-deflate"));
        assertThatThrownBy(() -> Watershed.connect(response, channel, null, Sample.KEY))
                .isInstanceOf(WatershedException.class)
                .hasMessageStartingWith("Error during WebSocket handshake: ");
    }

    @Tag("WS-041")
    @Test
    void answerIsTheWatershedMoment() throws IOException {
        WatershedConnection connection = Watershed.accept(Sample.request(), channel, null);
        assertThat(written.toString(StandardCharsets.UTF_8))
                .isEqualTo("HTTP/1.1 101 The Watershed Moment\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + Sample.ACCEPT + "\r\n\r\n");
        assertThat(connection.protocol()).isNull();
    }

    @Tag("WS-042")
    @Test
    void firstSubprotocolOfTheClientsThatIsSupportedIsAgreedOn() throws IOException {
        Headers headers = Sample.requestHeaders().with("Sec-WebSocket-Protocol", "x, talk,chat");
        WatershedConnection connection =
                Watershed.accept(Sample.request(headers), channel, null, List.of("chat", "talk"));
        assertThat(connection.protocol()).isEqualTo("talk");
        assertThat(written.toString(StandardCharsets.UTF_8)).endsWith("\r\nSec-WebSocket-Protocol: talk\r\n\r\n");
    }

    @Test
    void clientTakesTheServersSubprotocol() throws IOException {
        UpgradeResponse response = Sample.response(Sample.responseHeaders().with("Sec-WebSocket-Protocol", "chat"));
        assertThat(Watershed.connect(response, channel, null, Sample.KEY).protocol())
                .isEqualTo("chat");
    }

    @Test
    void keyIsSixteenRandomBytes() {
        String key = Watershed.generateKey();
        assertThat(Base64.getDecoder().decode(key)).hasSize(16);
        assertThat(Watershed.generateKey()).isNotEqualTo(key);
    }

    @Test
    void detachedChannelHasTheHeadInFrontAndTheCallersBufferIsNotChanged() throws IOException {
        ByteBuffer head = ByteBuffer.wrap(new byte[] {1, 2, 3}).asReadOnlyBuffer();
        UpgradedChannel detached = Watershed.acceptDetached(Sample.request(), channel, head);
        assertThat(head.remaining()).isEqualTo(3);
        ByteBuffer two = ByteBuffer.allocate(2);
        assertThat(detached.read(two)).isEqualTo(2);
        assertThat(detached.read(two.clear())).isEqualTo(1);
        assertThat(two.get(0)).isEqualTo((byte) 3);
        assertThat(detached.read(two.clear())).isEqualTo(-1);
        assertThat(written.toString(StandardCharsets.UTF_8)).endsWith("\r\n\r\n");
    }

    @Test
    void detachedClientWritesNothing() throws IOException {
        UpgradedChannel detached = Watershed.connectDetached(
                Sample.response(Sample.responseHeaders()), channel, ByteBuffer.wrap(new byte[] {7}), Sample.KEY);
        ByteBuffer one = ByteBuffer.allocate(4);
        assertThat(detached.read(one)).isEqualTo(1);
        assertThat(written.size()).isZero();
    }
}
