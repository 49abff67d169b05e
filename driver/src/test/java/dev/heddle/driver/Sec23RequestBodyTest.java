package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request with a body is refused, and its body is never taken for frames. */
@Tag("SEC-23")
@Tag("H1-014")
class Sec23RequestBodyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 11",
                "Content-Length: 011",
                "Content-Length: +0",
                "Content-Length: 0\r\nContent-Length: 11",
                "Content-Length: ",
                "Transfer-Encoding: chunked",
                "transfer-encoding: identity",
                "Transfer-Encoding: chunked\r\nContent-Length: 11"
            })
    void bodyIsNotReadAsFrames(String fields) {
        DriverTester tester = DriverTester.fresh(Role.SERVER);
        tester.driver.start();
        byte[] head = Wire.octets(DriverTester.REQUEST.replace("Host:", fields + "\r\nHost:"));
        tester.feed(Wire.join(head, Wire.bytes("81850000000048656c6c6f")));
        assertThat(tester.sent()).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1");
        assertThat(tester.log())
                .noneMatch(entry -> entry.startsWith("text"))
                .last()
                .isEqualTo("close 1002 A WebSocket request must not have a body");
        assertThat(tester.driver.wantsClose()).isTrue();
    }
}
