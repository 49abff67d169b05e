package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing behind a request is acted upon before the request is accepted, and nothing at all if it never is; a client opens
 * on 101 alone.
 */
@Tag("SEC-24")
class Sec24EarlyBytesTest {

    private static final byte[] REQUEST_AND_FRAMES = Wire.join(
            DriverTester.REQUEST.getBytes(StandardCharsets.ISO_8859_1),
            Wire.bytes("8185000000004865 6c6c6f 898100000000 70 888200000000 03e8"));

    @Test
    void framesInThePacketOfTheRequestWaitForItsAcceptance() {
        DriverTester tester = waiting();
        tester.driver.start();
        assertThat(tester.log())
                .containsSubsequence("open", "text 48656c6c6f", "> 8a0170", "ping 70", "> 880203e8", "close 1000");
    }

    @Test
    void framesBehindARefusedRequestAreDropped() {
        DriverTester tester = waiting();
        tester.asServer().refuse(Response.text(403, "No"));
        tester.frames("8102 6869");
        assertThat(tester.sent()).startsWith("HTTP/1.1 403 Forbidden\r\n").endsWith("\r\n\r\nNo");
        tester.log().forEach(entry -> assertThat(entry).doesNotStartWith("text").doesNotStartWith("ping"));
        assertThat(tester.driver.pendingBytes()).isZero();
    }

    /** The decision took too long, or the application gave up. */
    @Test
    void framesBehindARequestThatIsGivenUpAreDropped() {
        DriverTester tester = waiting();
        tester.driver.fail(1011, "The token service does not answer");
        assertThat(tester.sent())
                .startsWith("HTTP/1.1 500 Internal Server Error\r\n")
                .endsWith("\r\n\r\nThe token service does not answer");
        assertThat(tester.log()).endsWith("close 1011 The token service does not answer");
        assertThat(tester.driver.pendingBytes()).isZero();
        assertThat(tester.driver.start()).isFalse();
    }

    @Test
    void framesOfAClientThatBrokeOffAreDropped() {
        DriverTester tester = waiting();
        tester.driver.end();
        tester.expect("close 1006");
        assertThat(tester.driver.pendingBytes()).isZero();
        assertThat(tester.driver.start()).isFalse();
        tester.expect();
    }

    @Tag("WS-019")
    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 226, 299, 300, 301, 304, 307, 400, 401, 403, 407, 426, 500, 502, 599})
    void statusOtherThan101IsNoUpgrade(int status) {
        DriverTester tester = DriverTester.fresh(Role.CLIENT);
        tester.driver.start();
        tester.log();
        tester.feed(DriverTester.RESPONSE.replace("101", Integer.toString(status)) + "\u0081\u0005Hello");
        String text = "Error during WebSocket handshake: Unexpected response code: " + status;
        tester.expect("error 1002 " + text, "close 1002 " + text);
    }

    private static DriverTester waiting() {
        DriverTester tester = DriverTester.fresh(Role.SERVER).feed(REQUEST_AND_FRAMES);
        tester.expect("connect GET /chat");
        assertThat(tester.driver.pendingBytes()).isEqualTo(26);
        return tester;
    }
}
