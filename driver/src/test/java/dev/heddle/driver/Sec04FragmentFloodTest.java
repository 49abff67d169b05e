package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fragments cost no memory of their own, linear time, and are counted, empty ones too. */
@Tag("SEC-04")
class Sec04FragmentFloodTest {

    @ParameterizedTest
    @ValueSource(strings = {"0000", "0001 61"})
    void floodOfFragmentsFailsAtTheCap(String fragment) {
        DriverTester tester = DriverTester.server();
        byte[] one = Wire.toPeer(Role.SERVER, Wire.bytes(fragment));
        tester.frames("0200");
        int most = Limits.defaults().maxFragments();
        ByteBuffer flood = ByteBuffer.wrap(Wire.repeat(one, most - 1));
        long before = Allocation.bytes();
        tester.driver.parse(flood);
        // The tester itself gathers the message; the driver is to add nothing to that.
        assertThat(Allocation.bytes() - before).isLessThan(24L * most * one.length);
        assertThat(tester.driver.state()).isEqualTo(State.OPEN);
        tester.feed(one);
        tester.expectFailure(1009, "Received message of too many fragments");
    }

    @Test
    void driverAllocatesNothingForFragments() {
        byte[] flood = Wire.repeat(Wire.toPeer(Role.SERVER, Wire.bytes("0001 61")), 100_000);
        ServerDriver driver =
                Driver.server(DriverOptions.defaults(), new OutputQueue(), server -> new DriverListener() {});
        driver.start();
        driver.parse(ByteBuffer.wrap(Wire.octets(DriverTester.REQUEST)));
        driver.parse(ByteBuffer.wrap(Wire.bytes("018000000000")));
        ByteBuffer buffer = ByteBuffer.wrap(flood);
        long before = Allocation.bytes();
        driver.parse(buffer);
        assertThat(Allocation.bytes() - before).isLessThan(64 * 1024);
        assertThat(driver.state()).isEqualTo(State.OPEN);
    }

    @Test
    void fragmentsTakeLinearTime() {
        Scaling.assertLinear(Sec04FragmentFloodTest::flood, 30_000);
    }

    private static void flood(int fragments) {
        DriverTester tester = DriverTester.server().frames("0200");
        tester.feed(Wire.repeat(Wire.toPeer(Role.SERVER, Wire.bytes("0001 61")), fragments));
        assertThat(tester.driver.state()).isEqualTo(State.OPEN);
    }
}
