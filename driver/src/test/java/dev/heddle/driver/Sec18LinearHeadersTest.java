package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No field that a peer fills makes the driver backtrack. */
@Tag("SEC-18")
@Tag("WS-122")
class Sec18LinearHeadersTest {

    @ParameterizedTest
    @CsvSource({
        "'Sec-WebSocket-Extensions: a; b=\"', '\\', ''",
        "'Sec-WebSocket-Extensions: a; b', ' ', 'x'",
        "'Sec-WebSocket-Extensions: a', ';', ''",
        "'Sec-WebSocket-Extensions: ', 'a,', 'b'",
        "'Sec-WebSocket-Extensions: ', ' ,', 'b'",
        "'Sec-WebSocket-Extensions: a; b=\"', 'c', '\"'",
        "'Sec-WebSocket-Protocol: ', 'a,', 'b'",
        "'Sec-WebSocket-Protocol: ', ' ', 'b'",
        "'Connection: ', 'a ,', 'b'",
        "'Upgrade: ', ',', ''",
        "'X: ', ' ', 'y'"
    })
    void headerTakesLinearTime(String start, String repeated, String end) {
        DriverOptions.Builder options =
                DriverTester.options().limits(Limits.defaults().withHead(8192, 2_000_000, 3_000_000, 100));
        Scaling.assertLinear(count -> feed(options, start + repeated.repeat(count) + end), 25_000);
    }

    private static void feed(DriverOptions.Builder options, String line) {
        DriverTester tester = DriverTester.fresh(Role.SERVER, options);
        tester.driver.start();
        tester.feed(DriverTester.REQUEST.replace("Upgrade:", line + "\r\nUpgrade:"));
        assertThat(tester.driver.state()).isNotEqualTo(State.CONNECTING);
    }
}
