package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("WS-004")
@Tag("H1-006")
class Ipv6Test {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::",
                "::1",
                "1::",
                "2001:db8::1",
                "1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8",
                "ABCD:ef01::",
                "::ffff:192.0.2.1",
                "1:2:3:4:5:6:255.0.10.99",
                "::1.2.3.4"
            })
    void addressIsTaken(String text) {
        assertThat(Ipv6.isAddress(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":::",
                "1",
                "12",
                "....",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4::5:6:7:8",
                "1::2::3",
                ":1::",
                "1::2:",
                "12345::",
                "g::",
                "::1.2.3",
                "::1.2.3.4.5",
                "::1.2.3.256",
                "::1.2.3.04",
                "::1..2.3",
                "1.2.3.4::",
                "1.2.3.4",
                "1:2:3:4:5:6:7:1.2.3.4",
                "fe80::1%25eth0",
                "::1]",
                " ::1"
            })
    void anythingElseIsRefused(String text) {
        assertThat(Ipv6.isAddress(text)).isFalse();
    }
}
