package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client keeps of a response that refuses its handshake. */
@Tag("WS-019")
@Tag("SEC-22")
class ResponseBodyTest {

    private static final String REFUSED = "Error during WebSocket handshake: Unexpected response code: 403";

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "Content-Length: 2, noand more, no, false",
                "Content-Length: 2, n, n, true",
                "Content-Length: 0, x, '', false",
                "Content-Length: 2|Content-Length: 2, nox, no, false",
                "\"Content-Length: 2, 2\", nox, no, false",
                "Content-Length: 2|Content-Length: 3, no, '', false",
                "Content-Length: -2, no, '', false",
                "Content-Length: 1x, no, '', false",
                "Content-Length:, no, '', false",
                "Content-Length: 9999999999999999999, no, '', false",
                "Content-Length: 999999999999999999, no, no, true",
                "X: 1, no, no, true",
                "Transfer-Encoding: chunked, 2|no|0||, no, false",
                "Transfer-Encoding: Chunked, 02|no|1|t|0||, not, false",
                "Transfer-Encoding: chunked|Content-Length: 2, 2|no|0||, '', false",
                "\"Transfer-Encoding: chunked, gzip\", 2|no|0||, '', false",
                "\"Transfer-Encoding: gzip, chunked\", 2|no|, no, true",
                "Transfer-Encoding: gzip, 2|no, 2|no, true",
                "Transfer-Encoding: chunked, 2;a=\"b c\"|no|0|, no, false",
                "Transfer-Encoding: chunked, A|0123456789|a|0123456789|0|, 01234567890123456789, false",
                "Transfer-Encoding: chunked, 2|no|0|X: trailer||, no, false",
                "Transfer-Encoding: chunked, 2|n, n, true",
                "Transfer-Encoding: chunked, 2|nox|0|, no, false",
                "Transfer-Encoding: chunked, 2|no|y|no|, no, false",
                "Transfer-Encoding: chunked, |no, '', false",
                "Transfer-Encoding: chunked, -2|no, '', false",
                "Transfer-Encoding: chunked, 2 |no, '', false",
                "Transfer-Encoding: chunked, 0x2|no, '', false",
                "Transfer-Encoding: chunked, 1111111111111111|no, '', false",
                "Transfer-Encoding: chunked, ffffffffffffff|no, no, true",
            })
    void bodyIsReadAsItsFramingSays(String fields, String body, String kept, boolean awaitsMore) {
        String expected = lines(kept.replace("''", ""));
        byte[] response = Wire.octets("HTTP/1.1 403 Forbidden\r\n" + lines(fields) + "\r\n\r\n" + lines(body));
        for (int cut = -1; cut < response.length; cut++) {
            ClientDriver driver = fed(response, cut);
            assertThat(Wire.text(driver.body())).as("cut at %d", cut).isEqualTo(expected);
            assertThat(driver.awaitsBody()).as("cut at %d", cut).isEqualTo(awaitsMore);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Transfer-Encoding: chunked\r\n\r\n1\n\nn", "Transfer-Encoding: chunked\r\n\r\n1;\n\nn"})
    void aLineOfChunksEndsWithBothOctets(String rest) {
        assertThat(fed(Wire.octets("HTTP/1.1 403 Forbidden\r\n" + rest), 0).body())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 204 No Content", "HTTP/1.1 304 Not Modified"})
    void someResponsesHaveNone(String statusLine) {
        ClientDriver driver = fed(Wire.octets(statusLine + "\r\nContent-Length: 2\r\n\r\nno"), 0);
        assertThat(driver.body()).isEmpty();
        assertThat(driver.awaitsBody()).isFalse();
    }

    /** RFC 9112 §6.1. */
    @Test
    void codingsOfAVersionThatHasNoneAreFaulty() {
        ClientDriver driver = fed(Wire.octets("HTTP/1.0 403 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n"), 0);
        assertThat(driver.body()).isEmpty();
        assertThat(driver.awaitsBody()).isFalse();
    }

    @Tag("SEC-20")
    @Test
    void aLongBodyIsCut() {
        byte[] head = Wire.octets("HTTP/1.1 403 Forbidden\r\n\r\n");
        byte[] content = new byte[3 * ResponseBody.LIMIT];
        new Random(7).nextBytes(content);
        for (int cut : new int[] {0, 1, head.length, ResponseBody.LIMIT, ResponseBody.LIMIT + head.length}) {
            ClientDriver driver = fed(Wire.join(head, content), cut);
            assertThat(driver.body()).as("cut at %d", cut).isEqualTo(Arrays.copyOf(content, ResponseBody.LIMIT));
            assertThat(driver.awaitsBody()).isFalse();
        }
    }

    @Tag("SEC-20")
    @Test
    void aChunkWithAnEndlessExtensionEndsTheBody() {
        String head = "HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n";
        ClientDriver driver =
                fed(Wire.octets(head + "1;" + "x".repeat(Limits.defaults().maxFieldLine())), 0);
        assertThat(driver.awaitsBody()).isFalse();
    }

    @Test
    void theErrorDoesNotWaitForTheBody() {
        DriverTester tester = started();
        tester.feed("HTTP/1.1 403 Forbidden\r\n\r\n");
        tester.expect("error 1002 " + REFUSED, "close 1002 " + REFUSED);
        ClientDriver driver = tester.asClient();
        assertThat(driver.awaitsBody()).isTrue();
        tester.feed("no");
        assertThat(driver.body()).containsExactly('n', 'o');
        driver.end();
        assertThat(driver.awaitsBody()).isFalse();
        tester.feed("more");
        assertThat(driver.body()).containsExactly('n', 'o');
        tester.expect();
    }

    @Test
    void aResponseThatSwitchesHasNone() {
        DriverTester tester = started();
        tester.feed(DriverTester.RESPONSE.replace("Accept: I", "Accept: J") + "behind");
        assertThat(tester.log()).first().asString().contains("Sec-WebSocket-Accept mismatch");
        assertThat(tester.asClient().body()).isEmpty();
        assertThat(tester.asClient().awaitsBody()).isFalse();
    }

    @Test
    void whatCameInFrontOfTheStartCountsToo() {
        DriverTester tester = DriverTester.fresh(Role.CLIENT);
        tester.feed("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
        tester.driver.start();
        assertThat(tester.asClient().body()).containsExactly('n', 'o');
    }

    @Test
    void theBodyIsACopy() {
        ClientDriver driver = fed(Wire.octets("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno"), 0);
        driver.body()[0] = 'x';
        assertThat(driver.body()).containsExactly('n', 'o');
    }

    private static String lines(String text) {
        return text.replace("|", "\r\n");
    }

    private static DriverTester started() {
        DriverTester tester = DriverTester.fresh(Role.CLIENT);
        tester.driver.start();
        tester.log();
        return tester;
    }

    /** Feeds a response that is cut in two, or byte by byte if the cut is −1. */
    private static ClientDriver fed(byte[] response, int cut) {
        DriverTester tester = started();
        if (cut < 0) {
            tester.feedByteByByte(response);
        } else {
            tester.feed(Arrays.copyOf(response, cut));
            tester.feed(Arrays.copyOfRange(response, cut, response.length));
        }
        List<String> log = tester.log();
        assertThat(log).hasSize(2).first().asString().contains("Unexpected response code: ");
        return tester.asClient();
    }
}
