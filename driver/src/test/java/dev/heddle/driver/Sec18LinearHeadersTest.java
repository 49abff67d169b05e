package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No line that a peer fills makes the driver backtrack: four times as much takes about four times as long. */
@Tag("SEC-18")
@Tag("WS-122")
class Sec18LinearHeadersTest {

    /** Four times as much is 50,000 repetitions. */
    private static final int SIZE = 12_500;

    /** Four times as much is 10,000 lines. */
    private static final int LINES = 2_500;

    private static final Limits LIMITS = Limits.defaults().withHead(2_000_000, 2_000_000, 3_000_000, 500_000);

    /** A line that repeats something. */
    private record Shape(String start, String repeated, String end) {

        String text(int times) {
            return start + repeated.repeat(times) + end;
        }
    }

    /** What a careless reader of lists, parameters, quoted strings, hosts, numbers and Base64 would go over again. */
    private static final List<Shape> VALUES = List.of(
            new Shape("a; b=\"", "\\c", ""),
            new Shape("a; b=\"", "\\", ""),
            new Shape("a; b=\"", "c", "\""),
            new Shape("b", " ", "x"),
            new Shape("a; b", " ", "x"),
            new Shape("a; b", "\t ", "x"),
            new Shape("a", ";", ""),
            new Shape("a", "; b", "; c=1"),
            new Shape("a", "; b=1", "x y"),
            new Shape("", ",", "b"),
            new Shape("", " ,", "b"),
            new Shape("", "a,", "b"),
            new Shape("", "a ,", "b"),
            new Shape("[", "1:", ":]"),
            new Shape("[::", "1.", "1]:80"),
            new Shape("", "%41", ":80"),
            new Shape("a:", "0", "80"),
            new Shape("", "A", "=="));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "Upgrade",
                "Connection",
                "Sec-WebSocket-Key",
                "Sec-WebSocket-Version",
                "Sec-WebSocket-Protocol",
                "Sec-WebSocket-Extensions",
                "Content-Length",
                "Transfer-Encoding",
                "Origin",
                "X-Forwarded-Proto",
                "X"
            })
    void fieldOfARequestTakesLinearTime(String name) {
        assertFieldIsLinear(Role.SERVER, DriverTester.REQUEST, name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upgrade",
                "Connection",
                "Sec-WebSocket-Accept",
                "Sec-WebSocket-Protocol",
                "Sec-WebSocket-Extensions",
                "Location",
                "X"
            })
    void fieldOfAResponseTakesLinearTime(String name) {
        assertFieldIsLinear(Role.CLIENT, DriverTester.RESPONSE, name);
    }

    @ParameterizedTest
    @CsvSource({
        "SERVER, 'GET /', 'a', ' HTTP/1.1'",
        "SERVER, 'GET /', '%41', ' HTTP/1.1'",
        "SERVER, 'GET a', '://', ' HTTP/1.1'",
        "SERVER, 'GET ', 'a', '://h/ HTTP/1.1'",
        "SERVER, 'GET', ' ', '/ HTTP/1.1'",
        "SERVER, '', 'GET ', '/ HTTP/1.1'",
        "SERVER, 'GET / HTTP/1.', '1', ''",
        "CLIENT, 'HTTP/1.1 101 ', 'a', ''",
        "CLIENT, 'HTTP/1.1 101', ' ', 'a'",
        "CLIENT, 'HTTP/1.1 ', '1', '01 a'",
        "CLIENT, 'HTTP/1.', '1', ' 101 a'"
    })
    void startLineTakesLinearTime(Role role, String start, String repeated, String end) {
        String good = role == Role.SERVER ? DriverTester.REQUEST : DriverTester.RESPONSE;
        String fields = good.substring(good.indexOf("\r\n"));
        Shape line = new Shape(start, repeated, end);
        Scaling.assertLinear(times -> feed(role, line.text(times) + fields), SIZE);
    }

    @ParameterizedTest
    @EnumSource
    void manyLinesOfOneNameTakeLinearTime(Role role) {
        String good = role == Role.SERVER ? DriverTester.REQUEST : DriverTester.RESPONSE;
        for (String line :
                List.of("X: y", "Connection: a", "Sec-WebSocket-Protocol: a", "Sec-WebSocket-Extensions: a")) {
            Shape lines = new Shape("", line + "\r\n", "Connection:");
            Scaling.assertLinear(times -> feed(role, good.replace("Connection:", lines.text(times))), LINES);
        }
    }

    private static void assertFieldIsLinear(Role role, String good, String name) {
        int end = good.indexOf("\r\n") + 2;
        for (Shape value : VALUES) {
            // In place of the good field, so that it is read however many of its name may stand there.
            String others = good.substring(end).replaceFirst("(?m)^" + name + ":.*\r\n", "");
            Scaling.assertLinear(
                    times -> feed(role, good.substring(0, end) + name + ": " + value.text(times) + "\r\n" + others),
                    SIZE);
        }
    }

    private static void feed(Role role, String head) {
        DriverTester tester = DriverTester.fresh(
                role,
                DriverTester.options().limits(LIMITS).protocols(List.of("chat")).trustForwarded(true));
        tester.driver.start();
        tester.feed(head);
        assertThat(tester.driver.state()).isNotEqualTo(State.CONNECTING);
        // Reads the target, Host and what a proxy says.
        assertThat(tester.driver.url()).isNotNull();
    }
}
