package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WebSocketMessageTest {

    @Test
    void textIsEncodedOnce() {
        WebSocketMessage.Text text = new WebSocketMessage.Text("Grüße");
        assertThat(text.encodedLength()).isEqualTo(7);
        assertThat(text.encoded()).isSameAs(text.encoded());
    }

    @Test
    void oneTextGoesToManyConnections() {
        WebSocketMessage text = WebSocketMessage.text("Grüße");
        for (Role role : Role.values()) {
            DriverTester tester = DriverTester.open(role);
            assertThat(tester.driver.send(text)).isTrue();
            assertThat(tester.driver.send(text)).isTrue();
        }
        assertThat(((WebSocketMessage.Text) text).encoded()).isEqualTo("Grüße".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void loneSurrogateIsFoundWhereTheTextIsNeeded() {
        WebSocketMessage.Text text = new WebSocketMessage.Text("a\uD83D");
        assertThatIllegalArgumentException()
                .isThrownBy(text::encodedLength)
                .withMessage("Text has a lone surrogate at index 1");
    }

    @Test
    void messagesAreValues() {
        assertThat(WebSocketMessage.text("a"))
                .isEqualTo(WebSocketMessage.text("a"))
                .hasSameHashCodeAs(WebSocketMessage.text("a"))
                .isNotEqualTo(WebSocketMessage.text("b"))
                .isNotEqualTo(WebSocketMessage.text("a").uncompressed())
                .isNotEqualTo(WebSocketMessage.binary(ByteBuffer.allocate(1)))
                .hasToString("Text[text=a, compress=true]");
    }

    @Test
    void aPreparedMessageHasBytesOfItsOwn() {
        byte[] bytes = {1, 2, 3};
        ByteBuffer given = ByteBuffer.wrap(bytes, 1, 2);
        WebSocketMessage.Binary message = new WebSocketMessage.Binary(given).prepare();
        bytes[1] = 9;
        given.position(3);
        assertThat(message.isPrepared()).isTrue();
        assertThat(message.prepare()).isSameAs(message);
        assertThat(message.bytes()).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3}));
        assertThat(message.bytes().isReadOnly()).isTrue();
        assertThat(message.uncompressed().isPrepared()).isTrue();
        assertThat(message).isEqualTo(new WebSocketMessage.Binary(ByteBuffer.wrap(new byte[] {2, 3})));
    }

    @Test
    void aPreparedMessageGoesToConnectionsWithRoomAndWithout() {
        WebSocketMessage message =
                WebSocketMessage.binary(ByteBuffer.wrap(new byte[] {1, 2})).prepare();
        for (Role role : Role.values()) {
            DriverTester tester = DriverTester.open(role);
            assertThat(tester.driver.send(message)).isTrue();
            tester.expect("> 82020102");
            tester.output.full(true);
            assertThat(tester.driver.send(message)).isTrue();
            assertThat(tester.driver.bufferedAmount()).isEqualTo(2);
            tester.output.full(false);
            tester.driver.drained();
            tester.expect("> 82020102");
        }
    }

    @Test
    void aPreparedMessageIsNotCopiedWhereItWaitsForRoom() {
        int length = 1 << 20;
        WebSocketMessage message =
                WebSocketMessage.binary(ByteBuffer.allocate(length)).prepare();
        DriverTester tester = DriverTester.server();
        tester.output.full(true);
        long before = Allocation.bytes();
        tester.driver.send(message);
        long allocated = Allocation.bytes() - before;
        assertThat(tester.driver.bufferedAmount()).isEqualTo(length);
        assertThat(allocated).isLessThan(length / 2);
    }

    @Test
    void anExtensionGetsACopyThatItMayChange() {
        WebSocketMessage message =
                WebSocketMessage.binary(ByteBuffer.wrap(new byte[] {1, 2})).prepare();
        Toy toy = Toy.later("a");
        DriverTester tester = DriverTester.open(Role.SERVER, toy);
        tester.driver.send(message);
        toy.outgoing.get(0).message().data().put(0, (byte) 9);
        assertThat(((WebSocketMessage.Binary) message).bytes()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
    }
}
