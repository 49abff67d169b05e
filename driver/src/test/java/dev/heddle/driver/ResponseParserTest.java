package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A response and its content, for who reads it without a driver; each case in every split. */
class ResponseParserTest {

    private static final Limits LIMITS = Limits.defaults().withHead(100, 50, 500, 5);

    /** The lines between the status line and the content, what follows, and what comes of both at the end of the connection. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "Content-Length: 2 ~ nobehind ~ 200 'no' took BEHIND",
                "Content-Length: 2|Content-Length: 2 ~ no ~ 200 'no' took ALL",
                "Content-Length: 2, 2 ~ no ~ 200 'no' took ALL",
                "Content-Length: 0 ~ behind ~ 200 '' took BEHIND",
                "Content-Length: 3 ~ no ~ 200 'no' The connection ended within an HTTP response",
                "X: y ~ no ~ 200 'no' took ALL",
                "Transfer-Encoding: gzip ~ no ~ 200 'no' took ALL",
                "Transfer-Encoding: chunked ~ 2|no|0||behind ~ 200 'no' took BEHIND",
                "Transfer-Encoding: gzip, Chunked ~ 02|no|A;x=\"y\";z|0123456789|0;e|X: y|Z:||behind ~ 200 'no0123456789' took BEHIND",
                "Transfer-Encoding: chunked ~ 2|no|0| ~ 200 'no' The connection ended within an HTTP response",
                "Transfer-Encoding: chunked ~ 2|no ~ 200 'no' The connection ended within an HTTP response",
                "Transfer-Encoding: chunked ~ 2|nox|0|| ~ 200 'no' Malformed chunk: received octet 0x78, expected CR behind the bytes of a chunk",
                "Transfer-Encoding: chunked ~ 2 |no|0|| ~ 200 '' Malformed chunk: received octet 0x20, expected CR or a semicolon behind its size",
                "Transfer-Encoding: chunked ~ -2|no|0|| ~ 200 '' Malformed chunk: received octet 0x2d, expected a hexadecimal digit of its size",
                "Transfer-Encoding: chunked ~ |no|0|| ~ 200 '' Malformed chunk: received octet 0x0d, expected a hexadecimal digit of its size",
                "Transfer-Encoding: chunked ~ 2#no|0|| ~ 200 '' Malformed chunk: received octet 0x0a, expected CR or a semicolon behind its size",
                "Transfer-Encoding: chunked ~ 2;#no|0|| ~ 200 '' Malformed chunk: received octet 0x0a, expected a character of its extension, or CR",
                "Transfer-Encoding: chunked ~ 1111111111111111|no ~ 200 '' A chunk's size must have at most 15 digits",
                "Transfer-Encoding: chunked ~ 0| X: y|| ~ 200 '' Malformed HTTP head: a line begins with white space",
                "Transfer-Encoding: chunked ~ 0|X: y#| ~ 200 '' Malformed HTTP head: a line must end with CR LF",
                "Transfer-Encoding: chunked ~ 0|a:|b:|c:|d:|e:|f:|| ~ 200 '' HTTP head has too many field lines (maxFieldLines is 5)",
                "Content-Length: 2|Content-Length: 3 ~ no ~ '' Content-Length must be one number of at most 18 digits, not '2, 3'",
                "Content-Length: -2 ~ no ~ '' Content-Length must be one number of at most 18 digits, not '-2'",
                "Content-Length: ~ no ~ '' Content-Length must be one number of at most 18 digits, not ''",
                "Content-Length: 9999999999999999999 ~ no ~ '' Content-Length must be one number of at most 18 digits, not '9999999999999999999'",
                "Content-Length: 2|Transfer-Encoding: chunked ~ no ~ '' A response must not have both Transfer-Encoding and Content-Length",
                "Transfer-Encoding: chunked, gzip ~ no ~ '' Transfer-Encoding must have chunked at most once, as its last coding and without parameters, not 'chunked, gzip'",
                "Transfer-Encoding: chunked;q=1 ~ 2|no|0|| ~ '' Transfer-Encoding must have chunked at most once, as its last coding and without parameters, not 'chunked;q=1'",
                "Content-Length: ,2, ~ no ~ '' Content-Length must be one number of at most 18 digits, not ',2,'",
                "Transfer-Encoding: chunked|Transfer-Encoding: chunked ~ no ~ '' Transfer-Encoding must have chunked at most once, as its last coding and without parameters, not 'chunked, chunked'",
            })
    void contentIsReadAsItsFramingSays(String fields, String rest, String outcome) {
        check("GET", "HTTP/1.1 200 OK|" + fields + "||" + rest, outcome);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "GET ~ HTTP/1.1 204 No Content|Content-Length: 2||behind ~ 204 '' took BEHIND",
                "GET ~ HTTP/1.1 304 Not Modified|Transfer-Encoding: chunked||behind ~ 304 '' took BEHIND",
                "GET ~ HTTP/1.1 101 Switching Protocols|X: y||behind ~ 101 '' took BEHIND",
                "HEAD ~ HTTP/1.1 200 OK|Content-Length: 2||behind ~ 200 '' took BEHIND",
                "CONNECT ~ HTTP/1.1 200 OK|Content-Length: 2||behind ~ 200 '' took BEHIND",
                "CONNECT ~ HTTP/1.1 407 No|Content-Length: 2||no ~ 407 'no' took ALL",
                "GET ~ HTTP/1.1 100 Continue||HTTP/1.1 103 Early Hints|Link: x||HTTP/1.1 200 OK|Content-Length: 2||no ~ 200 'no' took ALL",
                "GET ~ HTTP/1.1 103 Early Hints|| ~ '' The connection ended within an HTTP response",
                "GET ~ HTTP/1.0 200 OK||no ~ 200 'no' took ALL",
                "GET ~ HTTP/1.0 200 OK|Transfer-Encoding: chunked||no ~ '' An HTTP/1.0 response must not have Transfer-Encoding",
                "GET ~ HTTP/2.0 200 OK||no ~ '' Unsupported HTTP version: HTTP/2.0",
                "GET ~ SSH-2.0-OpenSSH_9.2|| ~ '' Malformed HTTP start line",
            })
    void headSaysWhetherThereIsContent(String method, String response, String outcome) {
        check(method, response, outcome);
    }

    @Test
    void interimResponsesHaveALimit() {
        check(
                "GET",
                "HTTP/1.1 103 Early Hints||".repeat(11) + "HTTP/1.1 200 OK||",
                "'' Too many interim HTTP responses");
    }

    @Test
    void contentIsTheBufferItselfAndGoesOnBehindASinkThatThrew() {
        ResponseParser parser = new ResponseParser("GET", LIMITS);
        ByteBuffer bytes = ByteBuffer.wrap(
                Wire.octets("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\nx"));
        assertThatIllegalStateException()
                .isThrownBy(() -> parser.parseContent(bytes, piece -> {}))
                .withMessage("The head of the response is not complete");
        assertThatIllegalStateException().isThrownBy(parser::status);
        parser.parseHead(bytes);
        assertThat(parser.headers()).isEqualTo(Headers.empty().with("Transfer-Encoding", "chunked"));
        assertThatThrownBy(() -> parser.parseContent(bytes, piece -> {
                    assertThat(piece).isSameAs(bytes);
                    throw new IllegalArgumentException("of the sink");
                }))
                .hasMessage("of the sink");
        assertThat(parser.parseContent(bytes, piece -> {})).isEqualTo(7);
        assertThat(parser.isComplete()).isTrue();
        assertThat(bytes.remaining()).isEqualTo(1);
        parser.end();
    }

    private static void check(String method, String text, String outcome) {
        String response = text.replace("|", "\r\n").replace('#', '\n');
        int behind = response.endsWith("behind") ? response.length() - 6 : response.length();
        String expected = outcome.replace('\'', '"')
                .replace("chunk\"s", "chunk's")
                .replace("BEHIND", Integer.toString(behind))
                .replace("ALL", Integer.toString(response.length()));
        assertThat(ResponseTester.outcomes(method, LIMITS, Wire.octets(response), true))
                .containsOnly(expected);
    }
}
