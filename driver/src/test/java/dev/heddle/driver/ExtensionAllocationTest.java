package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** With synchronous sessions that do nothing, an echo of an unfragmented binary message still allocates nothing. */
class ExtensionAllocationTest {

    private static final int ROUNDS = 5_000;
    private static final int MEASUREMENTS = 20;

    /** Echoes on the driver that it is told of, into one buffer. */
    private static final class Echo implements DriverListener, Output {

        private final ByteBuffer sent = ByteBuffer.allocateDirect(80_000);
        private Driver driver;
        private int echoed;

        @Override
        public ByteBuffer claim(int size) {
            return sent;
        }

        @Override
        public void onBinary(ByteBuffer data, boolean last) {
            if (driver.binary(data, last)) {
                echoed++;
            }
        }
    }

    static Stream<Arguments> cases() {
        return Stream.of(Role.values())
                .flatMap(role -> Stream.of(0, 125, 1000, 70_000).map(size -> Arguments.of(role, size)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void echoThroughTwoSessionsAllocatesNothing(Role role, int size) {
        Echo echo = open(role);
        byte[] frame = Wire.frame(role, true, Opcode.BINARY, new byte[size]);
        ByteBuffer received = ByteBuffer.allocateDirect(frame.length);
        int rounds = size > 1000 ? ROUNDS / 50 : ROUNDS;
        long least = Long.MAX_VALUE;
        for (int measurement = 0; measurement < MEASUREMENTS && least > 0; measurement++) {
            long before = Allocation.bytes();
            for (int round = 0; round < rounds; round++) {
                received.clear().put(frame).flip();
                echo.sent.clear();
                echo.driver.parse(received);
            }
            least = Math.min(least, Allocation.bytes() - before);
        }
        assertThat(echo.echoed).isPositive();
        // A server takes masks of four bytes and sends none; a client the other way round.
        assertThat(echo.sent.position()).isEqualTo(frame.length + (role == Role.CLIENT ? 4 : -4));
        assertThat(least).isZero();
    }

    private static Echo open(Role role) {
        Echo echo = new Echo();
        DriverOptions options = DriverTester.options()
                .extensions(List.of(Toy.atOnce("a").bit(1), Toy.atOnce("b")))
                .random(bytes -> {
                    if (bytes.length > 16) {
                        bytes[0] = 1;
                    }
                })
                .build();
        echo.driver = role == Role.CLIENT
                ? Driver.client("ws://h/", options, echo, driver -> echo)
                : Driver.server(options, echo, driver -> echo);
        echo.driver.start();
        String head = role == Role.CLIENT ? DriverTester.RESPONSE : DriverTester.REQUEST;
        echo.driver.parse(ByteBuffer.wrap(Wire.octets(DriverTester.withExtensions(head, "a, b"))));
        assertThat(echo.driver.extensions()).isEqualTo("a, b");
        return echo;
    }
}
