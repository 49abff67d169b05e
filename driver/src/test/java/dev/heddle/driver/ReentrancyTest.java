package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands and inputs from inside events. */
class ReentrancyTest {

    @Tag("WS-049")
    @Test
    void whatIsSentInTheOpenEventFollowsTheHandshake() {
        DriverTester tester = DriverTester.fresh(Role.SERVER);
        tester.then(new DriverListener() {
            @Override
            public void onConnect(Request request) {
                tester.driver.text("a");
                assertThat(tester.driver.start()).isTrue();
                tester.driver.text("c");
            }

            @Override
            public void onOpen() {
                tester.driver.text("b");
            }
        });
        tester.feed(DriverTester.REQUEST);
        assertThat(tester.sent())
                .startsWith("HTTP/1.1 101 ")
                .endsWith("\r\n\r\n\u0081\u0001a\u0081\u0001b\u0081\u0001c");
    }

    @ParameterizedTest
    @EnumSource
    void messageMayBeAnsweredInItsEvent(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.then(new DriverListener() {
            @Override
            public void onText(ByteBuffer data, boolean last) {
                assertThat(tester.driver.text(data, last)).isTrue();
                data.position(data.limit()).limit(0);
            }
        });
        tester.frames("8101 61", "0101 62", "8001 63");
        tester.expect("text 61", "> 810161", "> 010162", "text 6263", "> 800163");
    }

    @ParameterizedTest
    @EnumSource
    void listenerCanNotHarmTheParserByTheLentBuffer(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.then(new DriverListener() {
            @Override
            public void onBinary(ByteBuffer data, boolean last) {
                data.clear().order(ByteOrder.LITTLE_ENDIAN).position(data.limit());
            }

            @Override
            public void onPing(ByteBuffer payload) {
                payload.clear();
            }
        });
        byte[] frames = Wire.join(
                Wire.frame(role, true, Opcode.BINARY, new byte[20]),
                Wire.frame(role, true, Opcode.PING, new byte[2]),
                Wire.frame(role, true, Opcode.BINARY, new byte[200]));
        tester.feed(frames);
        assertThat(tester.log()).hasSize(4).last().isEqualTo("binary " + "00".repeat(200));
    }

    @Tag("WS-112")
    @ParameterizedTest
    @EnumSource
    void nothingFollowsAFailureInsideAnEvent(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.then(new DriverListener() {
            @Override
            public void onText(ByteBuffer data, boolean last) {
                assertThat(tester.driver.fail(1011, "x")).isTrue();
            }
        });
        tester.feed(Wire.join(Wire.frame(role, true, 1, new byte[] {97}), Wire.frame(role, true, 9, new byte[1])));
        tester.expect("text 61", "> 880303f378", "error 1011 x", "close 1011 x");
    }

    @Tag("WS-085")
    @ParameterizedTest
    @EnumSource
    void closeInsideAnEventStillReadsThePeersClose(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.then(new DriverListener() {
            @Override
            public void onText(ByteBuffer data, boolean last) {
                tester.driver.close(3000, "");
            }
        });
        tester.feed(Wire.join(
                Wire.frame(role, true, 1, new byte[] {97}),
                Wire.frame(role, true, 1, new byte[] {98}),
                Wire.frame(role, true, 8, Wire.bytes("03e9"))));
        tester.expect("text 61", "> 88020bb8", "text 62", "close 1001");
    }

    @ParameterizedTest
    @EnumSource
    void commandsInTheCloseEventAnswerFalse(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.then(new DriverListener() {
            @Override
            public void onError(ProtocolError error) {
                assertThat(tester.driver.text("x")).isFalse();
                assertThat(tester.driver.fail(1011, "x")).isFalse();
                tester.driver.end();
            }

            @Override
            public void onClose(int code, String reason) {
                assertThat(tester.driver.state()).isEqualTo(State.CLOSED);
                assertThat(tester.driver.text("x")).isFalse();
                assertThat(tester.driver.binary(ByteBuffer.allocate(1))).isFalse();
                assertThat(tester.driver.ping(ByteBuffer.allocate(1))).isFalse();
                assertThat(tester.driver.pong(ByteBuffer.allocate(1))).isFalse();
                assertThat(tester.driver.close()).isFalse();
                assertThat(tester.driver.fail(1011, "x")).isFalse();
                assertThat(tester.driver.start()).isFalse();
                assertThat(tester.driver.setHeader("X", "y")).isFalse();
                tester.driver.end();
                tester.driver.drained();
            }
        });
        tester.frames("8300");
        tester.expectFailure(1002, "Unrecognized frame opcode: 3");
    }

    @ParameterizedTest
    @EnumSource
    void parseInsideAnEventIsRefusedAndHarmsNothing(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.then(new DriverListener() {
            @Override
            public void onText(ByteBuffer data, boolean last) {
                assertThatIllegalStateException().isThrownBy(() -> tester.driver.parse(ByteBuffer.allocate(1)));
            }
        });
        tester.frames("8101 61", "8101 62");
        tester.expect("text 61", "text 62");
    }

    @Test
    void readOnlyBufferIsRefused() {
        ByteBuffer readOnly = ByteBuffer.allocate(1).asReadOnlyBuffer();
        DriverTester tester = DriverTester.server();
        assertThatIllegalArgumentException().isThrownBy(() -> tester.driver.parse(readOnly));
        tester.frames("8101 61");
        tester.expect("text 61");
    }

    @Tag("SEC-24")
    @Test
    void refusalInsideTheConnectEventDropsTheRest() {
        DriverTester tester = DriverTester.fresh(Role.SERVER);
        tester.driver.start();
        tester.then(new DriverListener() {
            @Override
            public void onConnect(Request request) {
                assertThat(tester.asServer().refuse(Response.text(404, "No"))).isTrue();
            }
        });
        tester.feed(Wire.join(Wire.octets(DriverTester.REQUEST), Wire.bytes("81850000000048656c6c6f")));
        assertThat(tester.sent()).startsWith("HTTP/1.1 404 Not Found\r\n").endsWith("\r\n\r\nNo");
        assertThat(tester.log()).hasSize(3).last().isEqualTo("close 1006");
    }
}
