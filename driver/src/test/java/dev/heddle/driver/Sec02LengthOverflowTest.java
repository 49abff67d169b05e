package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No length overflows, neither by itself nor added to what came before. */
@Tag("SEC-02")
@Timeout(value = 10, unit = TimeUnit.SECONDS)
class Sec02LengthOverflowTest {

    @ParameterizedTest
    @CsvSource({
        "000000007fffffff, 1009",
        "0000000080000000, 1009",
        "00000000ffffffff, 1009",
        "0000000100000000, 1009",
        "7fffffffffffffff, 1009",
        "8000000000000000, 1002",
        "ffffffffffffffff, 1002"
    })
    void lengthBeyondTheLimitFails(String length, int code) {
        for (Role role : Role.values()) {
            for (int maxLength : new int[] {1000, (1 << 26) - 1, Integer.MAX_VALUE}) {
                boolean allowed = maxLength == Integer.MAX_VALUE && length.equals("000000007fffffff");
                DriverTester first = tester(role, maxLength).frames("827f" + length + "00");
                assertThat(first.driver.state()).isEqualTo(allowed ? State.OPEN : State.CLOSED);
                if (!allowed) {
                    assertThat(first.log()).last().asString().startsWith("close " + code);
                }
                DriverTester second = tester(role, maxLength).frames("0264 00x100", "807f" + length + "00");
                assertThat(second.log()).last().asString().startsWith("close " + code);
            }
        }
    }

    private static DriverTester tester(Role role, int maxLength) {
        return DriverTester.open(role, DriverTester.options().maxLength(maxLength));
    }
}
