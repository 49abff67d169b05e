package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The stream of the wire. */
class IoStreamTest {

    @Test
    void driverWithItsOwnersOutputHasNoStreams() {
        Driver driver = Driver.server(DriverOptions.defaults(), new OutputQueue(), server -> new DriverListener() {});
        assertThatIllegalStateException()
                .isThrownBy(driver::streams)
                .withMessage("A driver with an Output of its owner's has no streams: make it without");
    }

    @ParameterizedTest
    @EnumSource
    void whatACommandCausesReachesTheReaderWithoutAnotherSignal(Role role) {
        StreamTester tester = StreamTester.open(role).connect();
        assertThat(tester.driver.text("a")).isTrue();
        assertThat(tester.driver.ping(Wire.buffer("b"))).isTrue();
        assertThat(tester.driver.close()).isTrue();
        assertThat(tester.sentHex())
                .isEqualTo(Wire.hex(Wire.join(
                        Wire.from(role, Wire.bytes("8101 61")),
                        Wire.from(role, Wire.bytes("8901 62")),
                        Wire.from(role, Wire.bytes("8802 03e8")))));
    }

    @Test
    void handshakeOfABareServerGoesThroughTheStream() {
        ServerDriver driver = Driver.server(DriverTester.options().build(), server -> new DriverListener() {
            @Override
            public void onConnect(Request request) {
                server.start();
            }
        });
        TestReader<ByteBuffer> sent = TestReader.eager();
        TestSource<ByteBuffer> bytes = new TestSource<>();
        driver.streams().io().subscribe(sent);
        bytes.subscribe(driver.streams().io());
        for (byte octet : Wire.octets(DriverTester.REQUEST)) {
            bytes.add(ByteBuffer.wrap(new byte[] {octet}));
        }
        assertThat(driver.state()).isEqualTo(State.OPEN);
        assertThat(sent.items()).hasSize(1);
        assertThat(Wire.hex(sent.items().get(0))).startsWith(Wire.hex("HTTP/1.1 101 "));
    }

    @Test
    void requestThatAnHttpServerParsedIsAnswered() {
        Headers headers = Headers.empty()
                .with("Host", "h")
                .with("Connection", "Upgrade")
                .with("Upgrade", "websocket")
                .with("Sec-WebSocket-Version", "13")
                .with("Sec-WebSocket-Key", DriverTester.KEY);
        ServerDriver driver = Driver.http(Request.of("GET", "/", headers), DriverOptions.defaults());
        TestReader<ByteBuffer> sent = TestReader.eager();
        driver.streams().io().subscribe(sent);
        assertThat(driver.request()).isNotNull();
        assertThat(driver.start()).isTrue();
        assertThat(driver.url()).isEqualTo("ws://h/");
        assertThat(Wire.text(sent.items().get(0).array())).contains("101 Switching", DriverTester.ACCEPT);
    }

    @Test
    void refusalIsTheLastThatIsSent() {
        ServerDriver driver = Driver.server(DriverOptions.defaults());
        TestReader<ByteBuffer> sent = TestReader.slow();
        driver.streams().io().subscribe(sent);
        driver.parse(ByteBuffer.wrap(Wire.octets(DriverTester.REQUEST)));
        assertThat(driver.refuse(new Response(403, Headers.empty(), new byte[0])))
                .isTrue();
        assertThat(sent.isCompleted()).isFalse();
        sent.request(1);
        assertThat(sent.items()).hasSize(1);
        assertThat(sent.isCompleted()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void readOnlyBufferIsCopiedAndNotChanged(Role role) {
        StreamTester tester = StreamTester.open(role).connectAll();
        tester.messages.request(1);
        ByteBuffer bytes = tester.frames("8101 61");
        String before = Wire.hex(bytes);
        tester.bytes.add(bytes.asReadOnlyBuffer());
        assertThat(tester.messages.items()).containsExactly(new WebSocketMessage.Text("a"));
        assertThat(Wire.hex(bytes)).isEqualTo(before);
    }

    @Test
    void serverCompletesTheWireBehindItsCloseFrame() {
        StreamTester tester = StreamTester.open(Role.SERVER).connect();
        tester.bytes.add(tester.frames("8802 03e8"));
        assertThat(tester.sentHex()).isEqualTo("880203e8");
        assertThat(tester.sent.isCompleted()).isTrue();
        assertThat(tester.bytes.isCancelled()).isTrue();
    }

    @Test
    void clientWaitsForTheServerToEndTheWireFirst() {
        StreamTester tester = StreamTester.open(Role.CLIENT).connect();
        tester.bytes.add(tester.frames("8802 03e8"));
        assertThat(tester.driver.state()).isEqualTo(State.CLOSED);
        assertThat(tester.sent.isCompleted()).isFalse();
        assertThat(tester.bytes.isCancelled()).isFalse();
        tester.bytes.complete();
        assertThat(tester.sent.isCompleted()).isTrue();
    }

    @Test
    void clientWhoseOwnerDoesNotWaitCompletesTheWire() {
        StreamTester tester = StreamTester.open(Role.CLIENT).connect();
        tester.bytes.add(tester.frames("8802 03e8"));
        tester.driver.end();
        assertThat(tester.sent.isCompleted()).isTrue();
        assertThat(tester.bytes.isCancelled()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void failureCompletesTheWireBehindItsCloseFrame(Role role) {
        StreamTester tester = StreamTester.open(role).connect();
        tester.bytes.add(tester.frames("8301 61"));
        assertThat(tester.sent.items()).hasSize(1);
        assertThat(tester.sent.items().get(0).get(0) & 0xFF).isEqualTo(0x88);
        assertThat(tester.sent.isCompleted()).isTrue();
        assertThat(tester.bytes.isCancelled()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void bytesAreTakenUntilTheLastFrameIsSent(Role role) {
        StreamTester tester = StreamTester.open(role, new DriverListener() {}, TestReader.slow());
        tester.connect();
        tester.bytes.add(tester.frames("8301 61"));
        tester.bytes.add(tester.frames("8101 62"));
        assertThat(tester.bytes.wanted()).isEqualTo(1);
        tester.sent.request(2);
        assertThat(tester.sent.isCompleted()).isTrue();
        assertThat(tester.bytes.isCancelled()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void endOfTheSourceEndsTheConnection(Role role) {
        StreamTester tester = StreamTester.open(role).connectAll();
        tester.bytes.complete();
        assertThat(tester.driver.state()).isEqualTo(State.CLOSED);
        assertThat(tester.sent.isCompleted()).isTrue();
        assertThat(tester.messages.isCompleted()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void errorOfTheSourceReachesTheReaderOfMessages(Role role) {
        StreamTester tester = StreamTester.open(role).connectAll();
        IOException error = new IOException("reset");
        tester.bytes.fail(error);
        assertThat(tester.driver.state()).isEqualTo(State.CLOSED);
        assertThat(tester.sent.isCompleted()).isTrue();
        assertThat(tester.messages.error()).isSameAs(error);
    }

    @Test
    void errorBehindTheCloseHandshakeIsNone() {
        StreamTester tester = StreamTester.open(Role.CLIENT).connectAll();
        tester.bytes.add(tester.frames("8101 61", "8802 03e8"));
        tester.bytes.fail(new IOException("reset"));
        tester.messages.request(1);
        assertThat(tester.messages.items()).hasSize(1);
        assertThat(tester.messages.isCompleted()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void readerThatCancelsHasLostTheConnection(Role role) {
        StreamTester tester = StreamTester.open(role).connectAll();
        TestSource<WebSocketMessage> source = new TestSource<>();
        source.subscribe(tester.streams.messages());
        tester.sent.cancel();
        assertThat(tester.driver.state()).isEqualTo(State.CLOSED);
        assertThat(tester.bytes.isCancelled()).isTrue();
        assertThat(source.isCancelled()).isTrue();
        assertThat(tester.messages.isCompleted()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void bufferThatWasNotAskedForIsAnError(Role role) {
        StreamTester tester = StreamTester.open(role).connectAll();
        tester.bytes.add(tester.frames("8101 61"));
        assertThat(tester.bytes.wanted()).isZero();
        tester.bytes.push(tester.frames("8101 62"));
        tester.messages.request(2);
        assertThat(tester.messages.items()).containsExactly(new WebSocketMessage.Text("a"));
        assertThat(tester.messages.error())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The source sent an item that was not asked for (§1.1)");
        assertThat(tester.bytes.isCancelled()).isTrue();
    }

    @Test
    void smallFrameDoesNotKeepALargeBuffer() {
        StreamTester tester = StreamTester.open(Role.SERVER).connect();
        tester.driver.text("a");
        assertThat(tester.sent.items().get(0).capacity()).isEqualTo(3);
    }
}
