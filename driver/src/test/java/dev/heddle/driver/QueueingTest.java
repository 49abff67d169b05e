package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What waits for the handshake or for room in the output, and in which order it leaves. */
class QueueingTest {

    @Tag("WS-049")
    @Tag("WS-103")
    @ParameterizedTest
    @EnumSource
    void whatWasSentBeforeOpenGoesOutInOrderBehindTheHandshake(Role role) {
        DriverTester tester = DriverTester.fresh(role);
        assertThat(tester.driver.text("a")).isTrue();
        assertThat(tester.driver.ping(Wire.buffer("b"))).isTrue();
        assertThat(tester.driver.binary(Wire.buffer("c"), false)).isTrue();
        assertThat(tester.driver.pong(Wire.buffer("d"))).isTrue();
        assertThat(tester.driver.binary(Wire.buffer("e"), true)).isTrue();
        assertThat(tester.driver.bufferedAmount()).isEqualTo(5);
        tester.then(new DriverListener() {
            @Override
            public void onOpen() {
                assertThat(tester.driver.text("f")).isTrue();
            }
        });
        tester.handshake();
        assertThat(Wire.hex(Wire.octets(tester.sent())))
                .endsWith(Wire.hex(Wire.octets("\r\n\r\n"))
                        + sent(role, "810161", "890162", "020163", "8a0164", "800165", "810166"));
        assertThat(tester.driver.bufferedAmount()).isZero();
    }

    @Tag("SEC-45")
    @Tag("WS-065")
    @ParameterizedTest
    @EnumSource
    void whatWaitsDoesNotChangeWithTheCallersBuffer(Role role) {
        DriverTester tester = DriverTester.fresh(role);
        ByteBuffer payload = ByteBuffer.wrap(Wire.bytes("010203"));
        tester.driver.binary(payload);
        tester.driver.ping(payload);
        assertThat(payload.position()).isZero();
        payload.put(0, new byte[] {(byte) 0xDD, (byte) 0xDD, (byte) 0xDD});
        tester.handshake();
        assertThat(Wire.hex(Wire.octets(tester.sent()))).endsWith(sent(role, "8203010203", "8903010203"));
    }

    @ParameterizedTest
    @EnumSource
    void closeBeforeOpenEndsAtOnceAndDropsWhatWaits(Role role) {
        DriverTester tester = DriverTester.fresh(role);
        tester.driver.text("a");
        assertThat(tester.driver.close(3000, "no")).isTrue();
        assertThat(tester.driver.close()).isFalse();
        assertThat(tester.driver.text("b")).isFalse();
        assertThat(tester.driver.bufferedAmount()).isZero();
        tester.feed(role == Role.SERVER ? DriverTester.REQUEST : DriverTester.RESPONSE);
        tester.expect("close 3000 no");
        assertThat(tester.driver.wantsClose()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void whileTheOutputIsFullOnlyControlFramesGoOut(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.output.full(true);
        assertThat(tester.driver.text("a")).isTrue();
        assertThat(tester.driver.binary(Wire.buffer("bc"))).isTrue();
        assertThat(tester.driver.ping(Wire.buffer("p"))).isTrue();
        assertThat(tester.driver.bufferedAmount()).isEqualTo(3);
        tester.expect("> 890170");
        tester.driver.drained();
        tester.expect();
        tester.output.full(false);
        assertThat(tester.driver.text("d")).isTrue();
        tester.expect();
        tester.driver.drained();
        tester.expect("> 810161", "> 82026263", "> 810164");
        assertThat(tester.driver.bufferedAmount()).isZero();
    }

    @Tag("WS-092")
    @Tag("SEC-13")
    @ParameterizedTest
    @EnumSource
    void pongsThatCanNotBeWrittenCoalesceToTheNewest(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.output.full(true);
        tester.frames("8901 31", "8901 32", "8901 33");
        tester.expect("ping 31", "ping 32", "ping 33");
        tester.output.full(false);
        tester.driver.drained();
        tester.driver.drained();
        tester.expect("> 8a0133");
    }

    @Tag("WS-092")
    @Tag("SEC-13")
    @ParameterizedTest
    @EnumSource
    void pongThatWaitedDoesNotFollowANewerOne(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.output.full(true);
        tester.frames("8901 31");
        tester.output.full(false);
        tester.frames("8901 32");
        tester.driver.drained();
        tester.expect("ping 31", "> 8a0132", "ping 32");
    }

    @Tag("WS-091")
    @ParameterizedTest
    @EnumSource
    void pongThatWaitsIsForgottenWhenClosingBegins(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.output.full(true);
        tester.frames("8901 31");
        tester.driver.close();
        tester.output.full(false);
        tester.driver.drained();
        tester.expect("ping 31", "> 880203e8");
    }

    @Tag("WS-090")
    @ParameterizedTest
    @EnumSource
    void pongLeavesBetweenTheFragmentsOfAMessage(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.driver.text(Wire.buffer("a"), false);
        tester.frames("8901 70");
        tester.driver.text(Wire.buffer("b"), true);
        tester.expect("> 010161", "> 8a0170", "ping 70", "> 800162");
    }

    @Tag("WS-082")
    @ParameterizedTest
    @EnumSource
    void closeFrameFollowsWhatWaits(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.output.full(true);
        tester.driver.text("a");
        assertThat(tester.driver.close(1001, "x")).isTrue();
        assertThat(tester.driver.state()).isEqualTo(State.CLOSING);
        assertThat(tester.driver.text("b")).isFalse();
        tester.expect();
        tester.output.full(false);
        tester.driver.drained();
        tester.expect("> 810161", "> 880303e978");
        tester.driver.drained();
        tester.frames("8802 03e9");
        tester.expect("close 1001");
    }

    @Tag("WS-083")
    @Tag("WS-084")
    @ParameterizedTest
    @EnumSource
    void answerToThePeersCloseFollowsWhatWaits(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.output.full(true);
        tester.driver.text("a");
        tester.frames("8802 03e9", "8101 62", "8901 63", "8802 03ea");
        assertThat(tester.driver.state()).isEqualTo(State.CLOSING);
        assertThat(tester.driver.text("d")).isFalse();
        assertThat(tester.driver.close()).isFalse();
        tester.driver.drained();
        tester.expect();
        assertThat(tester.driver.wasClean()).isFalse();
        tester.output.full(false);
        tester.driver.drained();
        tester.driver.drained();
        tester.expect("> 810161", "> 880203e9", "close 1001");
        assertThat(tester.driver.wasClean()).isTrue();
    }

    @Tag("WS-088")
    @ParameterizedTest
    @EnumSource
    void ownCloseThatWaitsIsNotReplacedByAnAnswer(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.output.full(true);
        tester.driver.text("a");
        tester.driver.close(3000, "x");
        tester.frames("8802 03e9");
        tester.output.full(false);
        tester.driver.drained();
        tester.expect("> 810161", "> 88030bb878", "close 1001");
    }

    @Tag("WS-108")
    @Tag("WS-109")
    @ParameterizedTest
    @EnumSource
    void endBeforeTheAnswerLeftReportsThePeersCode(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.output.full(true);
        tester.driver.text("a");
        tester.frames("8805 03e9 627965");
        tester.driver.end();
        tester.driver.drained();
        tester.expect("close 1001 bye");
        assertThat(tester.driver.wasClean()).isFalse();
        assertThat(tester.driver.bufferedAmount()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void failureIsToldThoughTheOutputIsFull(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.output.full(true);
        tester.driver.text("a");
        tester.frames("8300");
        tester.expectFailure(1002, "Unrecognized frame opcode: 3");
        assertThat(tester.driver.bufferedAmount()).isZero();
    }

    @Test
    void queueStopsWhereTheOutputBecomesFull() {
        DriverTester tester = DriverTester.fresh(Role.SERVER);
        AtomicInteger asked = new AtomicInteger();
        Output three = new Output() {
            @Override
            public ByteBuffer claim(int size) {
                return tester.output.claim(size);
            }

            @Override
            public boolean full() {
                return asked.incrementAndGet() > 3;
            }
        };
        Driver driver = Driver.server(DriverOptions.defaults(), three, server -> new DriverListener() {});
        for (int i = 0; i < 5; i++) {
            driver.text("" + i);
        }
        driver.start();
        driver.parse(ByteBuffer.wrap(Wire.octets(DriverTester.REQUEST)));
        assertThat(driver.bufferedAmount()).isEqualTo(2);
        assertThat(Wire.hex(tester.output.take())).endsWith("810130810131810132");
    }

    private static String sent(Role role, String... frames) {
        StringBuilder hex = new StringBuilder();
        for (String frame : frames) {
            hex.append(Wire.hex(Wire.from(role, Wire.bytes(frame))));
        }
        return hex.toString();
    }
}
