package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory follows the bytes received, never a length that a header declares. */
@Tag("SEC-01")
class Sec01DeclaredLengthTest {

    private static final long MOST = 64 * 1024;

    @Tag("WS-059")
    @Tag("WS-061")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "82ff7fffffffffffffff 00000000",
                "83ff7fffffffffffffff 00000000",
                "81ff7fffffffffffffff",
                "82ff8000000000000000",
                "82ffffffffffffffffff",
                "82ff0000000004000000 00000000"
            })
    void hugeLengthFailsAtOnceAndCostsNothing(String hex) {
        DriverTester.server().feed(Wire.bytes(hex)).log();
        DriverTester tester = DriverTester.server();
        long before = Allocation.bytes();
        tester.feed(Wire.bytes(hex));
        assertThat(Allocation.bytes() - before).isLessThan(MOST);
        assertThat(tester.driver.state()).isEqualTo(State.CLOSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"82ff0000000003ffffff 00000000 01", "02ff0000000003ffffff 00000000 01", "81ff0000000003ffffff"})
    void largeLengthThatIsAllowedCostsNothingBeforeItsBytesCome(String hex) {
        DriverTester.server().feed(Wire.bytes(hex)).log();
        DriverTester tester = DriverTester.server();
        long before = Allocation.bytes();
        tester.feed(Wire.bytes(hex));
        assertThat(Allocation.bytes() - before).isLessThan(MOST);
        assertThat(tester.driver.state()).isEqualTo(State.OPEN);
    }
}
