package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a listener throws reaches the caller of the driver, and the driver loses nothing by it. */
@Tag("SEC-44")
class Sec44ThrowingListenerTest {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Throws at each event. */
    private static final class Thrower implements DriverListener {

        private static final class Thrown extends RuntimeException {
            private static final long serialVersionUID = 1;
        }

        @Override
        public void onConnect(Request request) {
            throw new Thrown();
        }

        @Override
        public void onOpen() {
            throw new Thrown();
        }

        @Override
        public void onText(ByteBuffer data, boolean last) {
            throw new Thrown();
        }

        @Override
        public void onBinary(ByteBuffer data, boolean last) {
            throw new Thrown();
        }

        @Override
        public void onPing(ByteBuffer payload) {
            throw new Thrown();
        }

        @Override
        public void onPong(ByteBuffer payload) {
            throw new Thrown();
        }

        @Override
        public void onError(ProtocolError error) {
            throw new Thrown();
        }

        @Override
        public void onClose(int code, String reason) {
            throw new Thrown();
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsDroppedBehindAThrow(Role role) {
        byte[] frames = frames(role, "8105 48656c6c6f", "8901 31", "0201 61", "8a01 32", "8001 62", "8802 03e9");
        for (int cut = 0; cut < frames.length; cut++) {
            DriverTester calm = DriverTester.open(role).feed(frames);
            DriverTester tester = DriverTester.open(role).then(new Thrower());
            int thrown = parse(tester, Memory.HEAP.copy(frames, 0, cut));
            thrown += parse(tester, Memory.DIRECT.copy(frames, cut, frames.length));
            while (tester.driver.pendingBytes() > 0) {
                thrown += parse(tester, NOTHING);
            }
            assertThat(tester.log()).as("cut at %d", cut).isEqualTo(calm.log());
            assertThat(thrown).isBetween(6, 8);
        }
    }

    @ParameterizedTest
    @EnumSource
    void bytesOfTheNextCallComeBehindThoseThatWereKept(Role role) {
        byte[] three = frames(role, "8101 31", "8101 32", "8101 33");
        byte[] two = frames(role, "8101 34", "8101 35");
        DriverTester tester = DriverTester.open(role).then(new Thrower());
        assertThat(parse(tester, ByteBuffer.wrap(three))).isOne();
        assertThat(parse(tester, ByteBuffer.wrap(two))).isOne();
        tester.then(new DriverListener() {});
        tester.driver.parse(NOTHING);
        tester.expect("text 31", "text 32", "text 33", "text 34", "text 35");
    }

    @Test
    void bytesThatWereKeptDoNotChangeWithTheCallersBuffer() {
        byte[] two = frames(Role.SERVER, "8101 31", "8101 32");
        DriverTester tester = DriverTester.server().then(new Thrower());
        parse(tester, ByteBuffer.wrap(two));
        Arrays.fill(two, (byte) 0xDD);
        tester.then(new DriverListener() {});
        tester.driver.parse(NOTHING);
        tester.expect("text 31", "text 32");
    }

    @ParameterizedTest
    @EnumSource
    void closeIsReportedThoughErrorThrows(Role role) {
        DriverTester tester = DriverTester.open(role).then(new Thrower());
        assertThat(parse(tester, ByteBuffer.wrap(frames(role, "8300", "8101 31"))))
                .isOne();
        tester.expectFailure(1002, "Unrecognized frame opcode: 3");
        assertThat(tester.driver.state()).isEqualTo(State.CLOSED);
        assertThat(tester.driver.pendingBytes()).isZero();
        assertThat(parse(tester, ByteBuffer.wrap(frames(role, "8101 31")))).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void closeThatThrowsIsStillTheEnd(Role role) {
        DriverTester tester = DriverTester.open(role).then(new Thrower());
        assertThat(parse(tester, ByteBuffer.wrap(frames(role, "8802 03e8", "8101 31"))))
                .isOne();
        tester.expect("> 880203e8", "close 1000");
        assertThat(tester.driver.wantsClose()).isEqualTo(role == Role.SERVER);
        tester.driver.end();
        tester.expect();
    }

    @Test
    void handshakeGoesOnThoughConnectAndOpenThrow() {
        DriverTester tester = DriverTester.fresh(Role.SERVER).then(new Thrower());
        tester.driver.start();
        tester.driver.text("queued");
        byte[] early = Wire.join(Wire.octets(DriverTester.REQUEST), frames(Role.SERVER, "8101 31"));
        assertThat(parse(tester, ByteBuffer.wrap(early))).isOne();
        assertThat(tester.sent()).startsWith("HTTP/1.1 101 ").endsWith("\r\n\r\n\u0081\u0006queued");
        tester.then(new DriverListener() {});
        tester.driver.parse(NOTHING);
        assertThat(tester.log())
                .startsWith("connect GET /chat")
                .contains("open")
                .endsWith("text 31");
    }

    @Test
    void clientsQueueGoesOutThoughOpenThrows() {
        DriverTester tester = DriverTester.fresh(Role.CLIENT).then(new Thrower());
        tester.driver.text("x");
        tester.driver.start();
        tester.log();
        byte[] early = Wire.join(Wire.octets(DriverTester.RESPONSE), Wire.bytes("810131"));
        assertThat(parse(tester, ByteBuffer.wrap(early))).isOne();
        tester.then(new DriverListener() {});
        tester.driver.parse(NOTHING);
        tester.expect("open", "> 810178", "text 31");
    }

    @Test
    void throwingListenerOfManyMessagesCostsLinearTime() {
        int count = 20_000;
        byte[] frames = Wire.repeat(frames(Role.SERVER, "8101 31"), count);
        DriverTester tester = DriverTester.server().then(new Thrower());
        long before = Allocation.bytes();
        int thrown = parse(tester, ByteBuffer.wrap(frames));
        while (tester.driver.pendingBytes() > 0) {
            thrown += parse(tester, NOTHING);
        }
        assertThat(thrown).isEqualTo(count);
        // What is left must not be copied at each throw, which would be 1.4 GB here.
        assertThat(Allocation.bytes() - before).isLessThan(200L * 1024 * 1024);
    }

    @Test
    void everyPingCallbackIsToldOfTheEndThoughOthersThrow() {
        DriverTester tester = DriverTester.server();
        List<String> dropped = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String name = "ping " + i;
            tester.driver.ping(Wire.buffer(name), new PongCallback() {
                @Override
                public void onPong() {}

                @Override
                public void onDropped() {
                    dropped.add(name);
                    throw new IllegalStateException(name);
                }
            });
        }
        tester.log();
        assertThatThrownBy(() -> tester.driver.end()).hasMessage("ping 0");
        assertThat(dropped).containsExactly("ping 0", "ping 1", "ping 2", "ping 3", "ping 4");
        tester.expect("close 1006");
    }

    private static int parse(DriverTester tester, ByteBuffer bytes) {
        try {
            tester.driver.parse(bytes);
            return 0;
        } catch (Thrower.Thrown e) {
            assertThat(bytes.hasRemaining()).isFalse();
            return 1;
        }
    }

    private static byte[] frames(Role receiver, String... unmasked) {
        byte[] frames = {};
        for (String frame : unmasked) {
            frames = Wire.join(frames, Wire.toPeer(receiver, Wire.bytes(frame)));
        }
        return frames;
    }
}
