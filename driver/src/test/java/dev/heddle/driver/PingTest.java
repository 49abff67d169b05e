package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PingTest {

    @Test
    void pongIsNotRaisedBehindTheCloseThatItsCallbackCaused() {
        DriverTester tester = DriverTester.server();
        tester.driver.ping(Wire.buffer("p"), () -> tester.driver.fail(1011, "enough"));
        tester.log();
        tester.frames("8a01 70");
        assertThat(tester.log()).last().isEqualTo("close 1011 enough");
    }

    private final List<String> told = new ArrayList<>();

    private PongCallback callback(String name) {
        return new PongCallback() {
            @Override
            public void onPong() {
                told.add("pong " + name);
            }

            @Override
            public void onDropped() {
                told.add("dropped " + name);
            }
        };
    }

    @Tag("WS-093")
    @ParameterizedTest
    @EnumSource
    void callbackRunsOnceForThePongWithItsPayload(Role role) {
        DriverTester tester = DriverTester.open(role);
        ByteBuffer payload = Wire.buffer("a");
        tester.driver.ping(payload, callback("a"));
        payload.put(0, (byte) 'x');
        tester.driver.ping(Wire.buffer("b"), callback("b"));
        tester.frames("8a01 7a", "8a00");
        assertThat(told).isEmpty();
        tester.frames("8a01 62");
        assertThat(told).containsExactly("pong b");
        tester.frames("8a01 61", "8a01 61");
        assertThat(told).containsExactly("pong b", "pong a");
        tester.driver.end();
        assertThat(told).hasSize(2);
    }

    @Test
    void pingsWithTheSamePayloadAreAnsweredInOrder() {
        DriverTester tester = DriverTester.server();
        tester.driver.ping(Wire.buffer("a"), callback("1"));
        tester.driver.ping(Wire.buffer("a"), callback("2"));
        tester.frames("8a01 61", "8a01 61");
        assertThat(told).containsExactly("pong 1", "pong 2");
    }

    @Tag("SEC-13")
    @Test
    void outstandingCallbacksAreBoundedAndTheOldestIsDropped() {
        DriverTester tester = DriverTester.open(
                Role.SERVER, DriverTester.options().limits(Limits.defaults().withMaxPendingPings(2)));
        for (String name : List.of("1", "2", "3", "4")) {
            assertThat(tester.driver.ping(Wire.buffer(name), callback(name))).isTrue();
        }
        assertThat(told).containsExactly("dropped 1", "dropped 2");
        tester.frames("8a01 31", "8a01 34");
        tester.driver.end();
        assertThat(told).containsExactly("dropped 1", "dropped 2", "pong 4", "dropped 3");
    }

    @Test
    void callbacksAreDroppedBeforeTheCloseEvent() {
        DriverTester tester = DriverTester.server();
        tester.driver.ping(Wire.buffer("a"), callback("a"));
        tester.then(new DriverListener() {
            @Override
            public void onClose(int code, String reason) {
                told.add("close");
            }
        });
        tester.frames("8802 03e8");
        assertThat(told).containsExactly("dropped a", "close");
    }

    @Test
    void callbackMayPingAgain() {
        DriverTester tester = DriverTester.server();
        tester.driver.ping(Wire.buffer("a"), () -> tester.driver.ping(Wire.buffer("b"), callback("b")));
        tester.frames("8a01 61", "8a01 62");
        assertThat(told).containsExactly("pong b");
    }

    @Test
    void callbackOfAPingThatWasNotSentIsNotKept() {
        DriverTester tester = DriverTester.server();
        tester.driver.close();
        assertThat(tester.driver.ping(Wire.buffer("a"), callback("a"))).isFalse();
        tester.frames("8a01 61");
        tester.driver.end();
        assertThat(told).isEmpty();
    }

    @Test
    void callbackOfAPingThatWaitedForTheHandshakeIsDroppedWithIt() {
        DriverTester tester = DriverTester.fresh(Role.CLIENT);
        assertThat(tester.driver.ping(Wire.buffer("a"), callback("a"))).isTrue();
        tester.driver.close();
        assertThat(told).containsExactly("dropped a");
    }

    @Tag("WS-075")
    @ParameterizedTest
    @EnumSource
    void controlPayloadSentHasAtMost125Bytes(Role role) {
        DriverTester tester = DriverTester.open(role);
        assertThat(tester.driver.ping(ByteBuffer.allocate(125))).isTrue();
        tester.log();
        ByteBuffer long126 = ByteBuffer.allocate(126);
        assertThatIllegalArgumentException().isThrownBy(() -> tester.driver.ping(long126));
        assertThatIllegalArgumentException().isThrownBy(() -> tester.driver.pong(long126));
        assertThatIllegalArgumentException().isThrownBy(() -> tester.driver.ping(long126, callback("x")));
        tester.expect();
        tester.driver.end();
        assertThat(told).isEmpty();
    }
}
