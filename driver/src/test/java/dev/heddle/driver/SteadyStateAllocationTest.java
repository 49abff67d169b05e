package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An echo of an unfragmented binary message allocates nothing, once it has run for a while. */
class SteadyStateAllocationTest {

    private static final int ROUNDS = 5_000;
    private static final int MEASUREMENTS = 20;

    /** Room of the owner's that is used again and again. */
    private static final class Room implements Output {

        private final ByteBuffer memory;

        Room(ByteBuffer memory) {
            this.memory = memory;
        }

        @Override
        public ByteBuffer claim(int size) {
            return memory;
        }
    }

    /** Echoes on the driver that it is told of. */
    private static final class Echo implements DriverListener {

        private Driver driver;
        private int echoed;

        @Override
        public void onBinary(ByteBuffer data, boolean last) {
            if (driver.binary(data, last)) {
                echoed++;
            }
        }
    }

    static Stream<Arguments> cases() {
        return Stream.of(Role.values()).flatMap(role -> Stream.of(Memory.values())
                .flatMap(memory -> Stream.of(0, 16, 125, 1000, 70_000).map(size -> Arguments.of(role, memory, size))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void echoOfABinaryMessageAllocatesNothing(Role role, Memory memory, int size) {
        boolean direct = memory == Memory.DIRECT || memory == Memory.DIRECT_LITTLE_ENDIAN;
        ByteBuffer sent = direct ? ByteBuffer.allocateDirect(80_000) : ByteBuffer.allocate(80_000);
        Echo echo = new Echo();
        echo.driver = open(role, new Room(sent), echo);
        byte[] frame = Wire.frame(role, true, Opcode.BINARY, new byte[size]);
        ByteBuffer received = memory.allocate(frame.length).mark();
        int start = received.position();
        int rounds = size > 1000 ? ROUNDS / 50 : ROUNDS;
        long least = Long.MAX_VALUE;
        for (int measurement = 0; measurement < MEASUREMENTS && least > 0; measurement++) {
            long before = Allocation.bytes();
            for (int round = 0; round < rounds; round++) {
                received.reset();
                received.put(start, frame, 0, frame.length);
                sent.clear();
                echo.driver.parse(received);
            }
            least = Math.min(least, Allocation.bytes() - before);
        }
        assertThat(echo.echoed).isPositive();
        assertThat(sent.position()).isGreaterThan(size);
        assertThat(least).isZero();
    }

    private static Driver open(Role role, Room room, Echo echo) {
        // Keys of zeros would spare the unmasking, and a draw of real ones is not what is measured.
        DriverOptions options = DriverTester.options()
                .random(bytes -> {
                    if (bytes.length > 16) {
                        bytes[0] = 1;
                    }
                })
                .build();
        if (role == Role.CLIENT) {
            ClientDriver client = Driver.client("ws://h/", options, room, driver -> echo);
            client.start();
            client.parse(ByteBuffer.wrap(Wire.octets(DriverTester.RESPONSE)));
            return client;
        }
        ServerDriver server = Driver.server(options, room, driver -> echo);
        server.start();
        server.parse(ByteBuffer.wrap(Wire.octets(DriverTester.REQUEST)));
        return server;
    }
}
