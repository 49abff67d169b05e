package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One byte per read costs linear time, and memory for the bytes alone. */
@Tag("SEC-05")
class Sec05TinyReadsTest {

    private static final int MEBIBYTE = 1024 * 1024;

    @ParameterizedTest
    @EnumSource(names = {"TEXT", "BINARY"})
    void messageOfAMebibyteByteByByteAllocatesNothing(Kind kind) {
        byte[] frame = Wire.frame(Role.SERVER, true, kind.opcode, new byte[MEBIBYTE]);
        int[] bytes = new int[1];
        ServerDriver driver =
                Driver.server(DriverOptions.defaults(), new OutputQueue(), server -> new DriverListener() {
                    @Override
                    public void onText(ByteBuffer data, boolean last) {
                        bytes[0] += data.remaining();
                    }

                    @Override
                    public void onBinary(ByteBuffer data, boolean last) {
                        bytes[0] += data.remaining();
                    }
                });
        driver.start();
        driver.parse(ByteBuffer.wrap(Wire.octets(DriverTester.REQUEST)));
        assertThat(allocatedByteByByte(driver, frame)).isLessThan(64 * 1024);
        assertThat(bytes[0]).isEqualTo(MEBIBYTE);
    }

    enum Kind {
        TEXT(Opcode.TEXT),
        BINARY(Opcode.BINARY);

        private final int opcode;

        Kind(int opcode) {
            this.opcode = opcode;
        }
    }

    @Tag("H1-001")
    @Test
    void headByteByByteTakesItsSizeInMemory() {
        byte[] head = head(4);
        DriverTester tester = DriverTester.fresh(Role.SERVER);
        long allocated = allocatedByteByByte(tester.driver, head);
        assertThat(tester.log()).containsExactly("connect GET /chat");
        // Each line passes through a growing array, two strings and one of its value.
        assertThat(allocated).isLessThan(6L * head.length + 64 * 1024);
    }

    @Tag("H1-001")
    @Test
    void headsTakeLinearTime() {
        Scaling.assertLinear(fields -> feedHeads(head(fields)), 1);
    }

    @Test
    void earlyBytesByteByByteAreNotCopiedAtEachRead() {
        byte[] early = new byte[60_000];
        DriverTester tester = DriverTester.fresh(Role.SERVER).feed(DriverTester.REQUEST);
        assertThat(allocatedByteByByte(tester.driver, early)).isLessThan(1024 * 1024);
        assertThat(tester.driver.pendingBytes()).isEqualTo(early.length);
    }

    private static long allocatedByteByByte(Driver driver, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long before = Allocation.bytes();
        for (int i = 0; i < bytes.length; i++) {
            buffer.limit(i + 1).position(i);
            driver.parse(buffer);
        }
        return Allocation.bytes() - before;
    }

    private static void feedHeads(byte[] head) {
        for (int i = 0; i < 20; i++) {
            DriverTester tester = DriverTester.fresh(Role.SERVER);
            allocatedByteByByte(tester.driver, head);
            assertThat(tester.log()).hasSize(1);
        }
    }

    /** Returns a request of so many times 4 KiB, in long and short lines. */
    private static byte[] head(int times) {
        String large = ("X-Large: " + "y".repeat(2500) + "\r\n").repeat(times);
        String small = ("X-Small: " + "y".repeat(60) + "\r\n").repeat(20 * times);
        return Wire.octets(DriverTester.REQUEST.replace("Host:", large + small + "Host:"));
    }
}
