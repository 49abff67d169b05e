package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The head of a request, for who reads it without a driver. */
class RequestParserTest {

    private static final String HEAD = "GET /a?b HTTP/1.1\r\nHost: x\r\nX-A: b\r\n\r\n";
    private static final String BEHIND = "behind";

    @Test
    void whatIsBehindTheHeadIsLeftWhereverItIsCut() {
        byte[] input = Wire.octets(HEAD + BEHIND);
        for (int cut = 0; cut <= input.length; cut++) {
            RequestParser parser = new RequestParser(Limits.defaults(), true);
            ByteBuffer first = ByteBuffer.wrap(Arrays.copyOf(input, cut));
            ByteBuffer second = ByteBuffer.wrap(Arrays.copyOfRange(input, cut, input.length));
            int taken = parser.parse(first);
            assertThat(taken).isEqualTo(first.position()).isEqualTo(Math.min(cut, HEAD.length()));
            assertThat(parser.request() == null).isEqualTo(cut < HEAD.length());
            assertThat(parser.parse(second)).isEqualTo(HEAD.length() - taken);
            assertThat(first.remaining() + second.remaining()).isEqualTo(BEHIND.length());
            Headers headers = Headers.empty().with("Host", "x").with("X-A", "b");
            assertThat(parser.request()).isEqualTo(new Request("GET", "/a?b", "HTTP/1.1", headers, true));
            assertThat(parser.parse(ByteBuffer.wrap(input))).isZero();
        }
    }

    /** The parser and the driver take and refuse the same. */
    @TestFactory
    Stream<DynamicTest> everyHeadIsReadAsTheDriverReadsIt() throws IOException {
        return HeadCase.all().stream()
                .filter(head -> head.role() == Role.SERVER)
                .map(head -> DynamicTest.dynamicTest(head.toString(), () -> readAsTheDriver(head)));
    }

    private static void readAsTheDriver(HeadCase head) {
        DriverTester tester = DriverTester.open(head, 0);
        RequestParser parser = new RequestParser(head.options().limits(), false);
        Request expected = tester.asServer().request();
        if (expected == null) {
            assertThatThrownBy(() -> parser.parse(ByteBuffer.wrap(Wire.octets(head.head()))))
                    .isInstanceOfSatisfying(ProtocolErrorException.class, e -> assertThat(tester.log())
                            .contains("error 1002 " + e.error().message()));
        } else {
            parser.parse(ByteBuffer.wrap(Wire.octets(head.head())));
            assertThat(parser.request()).isEqualTo(expected);
        }
    }

    @Test
    void anErrorStays() {
        RequestParser parser = new RequestParser(Limits.defaults().withHead(100, 10, 1000, 10), false);
        ByteBuffer head = ByteBuffer.wrap(Wire.octets("GET / HTTP/1.1\r\nX: 45678901"));
        assertThatThrownBy(() -> parser.parse(head))
                .isInstanceOf(ProtocolErrorException.class)
                .hasMessage("HTTP field line is too long (maxFieldLine is 10)");
        assertThatThrownBy(() -> parser.parse(ByteBuffer.wrap(Wire.octets("\r\n\r\n"))))
                .isInstanceOf(ProtocolErrorException.class);
        assertThat(parser.request()).isNull();
    }
}
