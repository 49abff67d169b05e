package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes as a response is read the same in every split, with or without an end. */
class ResponseContentFuzzTest {

    static Stream<Arguments> responses() {
        return Stream.of(
                        "Content-Length: 2\r\n\r\nnobehind",
                        "\r\nto the end",
                        "Transfer-Encoding: chunked\r\n\r\n2;a=\"b\"\r\nno\r\n0\r\nX: y\r\n\r\nbehind",
                        "Transfer-Encoding: gzip, chunked\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n")
                .map(rest -> Arguments.of((Object) Wire.octets("HTTP/1.1 200 OK\r\n" + rest)));
    }

    @MethodSource("responses")
    @FuzzTest
    void anyResponseIsReadTheSameInEverySplit(byte[] input) {
        for (String method : List.of("GET", "HEAD")) {
            for (boolean ended : new boolean[] {false, true}) {
                List<String> outcomes = ResponseTester.outcomes(method, AnyInput.LIMITS, input, ended);
                assertThat(new HashSet<>(outcomes)).hasSize(1);
            }
        }
    }
}
