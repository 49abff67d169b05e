package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHandshakeTest {

    private static final byte[] KEY = Base64.getDecoder().decode("2vBVWg4Qyk3ZoM/5d3QD9Q==");

    @Tag("WS-011")
    @Tag("WS-013")
    @Tag("WS-015")
    @Test
    void requestHasTheseBytes() {
        DriverTester tester = DriverTester.client(
                "ws://user:pass@example.com/chat?x",
                DriverOptions.builder()
                        .protocols(List.of("a", "b"))
                        .random(bytes -> System.arraycopy(KEY, 0, bytes, 0, KEY.length)));
        tester.driver.setHeader("X-Custom", "1");
        assertThat(tester.driver.state()).isEqualTo(State.BEGINNING);
        assertThat(tester.driver.start()).isTrue();
        assertThat(tester.sent()).isEqualTo("""
                        GET /chat?x HTTP/1.1\r
                        Host: example.com\r
                        Upgrade: websocket\r
                        Connection: Upgrade\r
                        Sec-WebSocket-Key: 2vBVWg4Qyk3ZoM/5d3QD9Q==\r
                        Sec-WebSocket-Version: 13\r
                        Sec-WebSocket-Protocol: a, b\r
                        Authorization: Basic dXNlcjpwYXNz\r
                        X-Custom: 1\r
                        \r
                        """);
        assertThat(tester.driver.state()).isEqualTo(State.CONNECTING);
        assertThat(tester.driver.start()).isFalse();
        tester.feed(DriverTester.RESPONSE.replace("ICX+Yqv66kxgM0FcWaLWlFLwTAI=", "QV3I5XUXU2CdhtjixE7QCkCcMZM="));
        assertThat(tester.log()).last().isEqualTo("open");
    }

    @ParameterizedTest
    @CsvSource({"user, dXNlcjo=", "user:, dXNlcjo=", "a+b:c%2Bd, YStiOmMrZA==", "u:%c3%a9, dTrDqQ==", "u:%e9, dTrp"})
    void userInfoBecomesCredentials(String userInfo, String credentials) {
        DriverTester tester = DriverTester.client("ws://" + userInfo + "@h/", DriverTester.options());
        tester.driver.start();
        assertThat(tester.sent()).contains("\r\nAuthorization: Basic " + credentials + "\r\n");
    }

    @Test
    void emptyUserInfoIsNone() {
        DriverTester tester = DriverTester.client("ws://@h/", DriverTester.options());
        tester.driver.start();
        assertThat(tester.sent()).doesNotContain("Authorization");
    }

    @Tag("WS-022")
    @Tag("SEC-31")
    @Test
    void acceptIsTheOneOfTheRfc() {
        assertThat(HandshakeKey.accept(DriverTester.KEY)).isEqualTo(DriverTester.ACCEPT);
        assertThat(HandshakeKey.accepts(DriverTester.KEY, DriverTester.ACCEPT)).isTrue();
        for (int i = 0; i < DriverTester.ACCEPT.length(); i++) {
            char[] flipped = DriverTester.ACCEPT.toCharArray();
            flipped[i] = (char) (flipped[i] ^ 1);
            assertThat(HandshakeKey.accepts(DriverTester.KEY, new String(flipped)))
                    .as("bit flipped at %d", i)
                    .isFalse();
        }
    }

    @Tag("WS-014")
    @Test
    void eachConnectionHasItsOwnKey() {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            DriverTester tester = DriverTester.client("ws://h/", DriverOptions.builder());
            tester.driver.start();
            String key = tester.sentKey();
            byte[] decoded = Base64.getDecoder().decode(key);
            assertThat(decoded).hasSize(16);
            assertThat(Base64.getEncoder().encodeToString(decoded)).isEqualTo(key);
            assertThat(keys.add(key)).isTrue();
        }
    }

    @Tag("WS-016")
    @Test
    void originIsSentOnce() {
        DriverTester tester = DriverTester.fresh(Role.CLIENT);
        assertThat(tester.driver.setHeader("Origin", "http://a")).isTrue();
        assertThat(tester.driver.setHeader("origin", "http://b")).isTrue();
        tester.driver.start();
        assertThat(tester.sent()).containsOnlyOnce("rigin:").contains("\r\nOrigin: http://a\r\n");
    }

    @Test
    void onlySomeNamesMayRepeat() {
        DriverTester tester = DriverTester.fresh(Role.CLIENT);
        for (String name : List.of("Set-Cookie", "Set-Cookie2", "Warning", "WWW-Authenticate", "X-Other")) {
            tester.driver.setHeader(name, "1");
            tester.driver.setHeader(name, "2");
        }
        tester.driver.start();
        assertThat(tester.driver.setHeader("X-Late", "1")).isFalse();
        assertThat(tester.sent())
                .contains("Set-Cookie: 1\r\nSet-Cookie: 2\r\nSet-Cookie2: 1\r\nSet-Cookie2: 2\r\n")
                .contains(
                        "Warning: 1\r\nWarning: 2\r\nWWW-Authenticate: 1\r\nWWW-Authenticate: 2\r\nX-Other: 1\r\n\r\n");
    }

    @Tag("WS-017")
    @Tag("API-002")
    @Tag("SEC-26")
    @ParameterizedTest
    @ValueSource(strings = {"a,a", "a,A", "", "a b", "a;b", "a\r\nX: y", "é", "a\u010a", "a\u007f", "\"a\""})
    void subprotocolMustBeAUniqueToken(String names) {
        List<String> protocols = names.contains(",") ? List.of(names.split(",", -1)) : List.of(names);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DriverOptions.builder().protocols(protocols));
    }

    @Tag("WS-017")
    @Test
    void subprotocolMustNotHoldAComma() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DriverOptions.builder().protocols(List.of("a,b")));
    }

    @Tag("WS-018")
    @Tag("WS-103")
    @Test
    void nothingIsSentBeforeTheResponseWasChecked() {
        DriverTester tester = DriverTester.fresh(Role.CLIENT);
        assertThat(tester.driver.text("x")).isTrue();
        assertThat(tester.sent()).isEmpty();
        tester.driver.start();
        assertThat(tester.driver.binary(Wire.buffer("yz"))).isTrue();
        assertThat(tester.driver.ping(Wire.buffer("p"))).isTrue();
        assertThat(tester.sent()).endsWith("\r\n\r\n");
        assertThat(tester.driver.bufferedAmount()).isEqualTo(4);
        tester.log();
        tester.feed(DriverTester.RESPONSE.substring(0, DriverTester.RESPONSE.length() - 1));
        tester.expect();
        tester.feed("\n");
        tester.expect("open", "> 810178", "> 8202797a", "> 890170");
    }

    @Tag("WS-026")
    @Tag("H1-001")
    @Test
    void bytesBehindTheResponseAreFrames() {
        byte[] bytes = Wire.join(Wire.octets(DriverTester.RESPONSE), Wire.bytes("810548656c6c6f"));
        for (int cut = 0; cut <= bytes.length; cut++) {
            DriverTester tester = DriverTester.fresh(Role.CLIENT);
            tester.driver.start();
            tester.log();
            tester.feed(Memory.HEAP.copy(bytes, 0, cut)).feed(Memory.HEAP.copy(bytes, cut, bytes.length));
            tester.expect("open", "text 48656c6c6f");
        }
    }

    @Tag("WS-019")
    @Tag("WS-036")
    @Test
    void statusAndFieldsOfARefusalCanBeRead() {
        DriverTester tester = DriverTester.fresh(Role.CLIENT);
        assertThat(tester.asClient().statusCode()).isZero();
        assertThat(tester.asClient().headers()).isEqualTo(Headers.empty());
        tester.driver.start();
        tester.log();
        tester.feed("HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: 13, 8\r\nContent-Length: 7\r\n\r\n");
        tester.frames("8105 48656c6c6f");
        String text = "Error during WebSocket handshake: Unexpected response code: 426";
        tester.expect("error 1002 " + text, "close 1002 " + text);
        assertThat(tester.asClient().statusCode()).isEqualTo(426);
        assertThat(tester.asClient().headers().first("sec-websocket-version")).isEqualTo("13, 8");
        assertThat(tester.driver.state()).isEqualTo(State.CLOSED);
    }

    @Tag("WS-115")
    @Test
    void endDuringTheHandshakeIsAnError() {
        String head = DriverTester.RESPONSE;
        for (int cut = 0; cut < head.length(); cut++) {
            DriverTester tester = DriverTester.fresh(Role.CLIENT);
            tester.driver.start();
            tester.log();
            tester.feed(head.substring(0, cut));
            tester.driver.end();
            tester.driver.end();
            String text = "Error during WebSocket handshake: The connection ended";
            tester.expect("error 1006 " + text, "close 1006 " + text);
        }
    }

    @Tag("SEC-20")
    @Test
    void bytesBeforeTheStartAreBounded() {
        DriverTester tester = DriverTester.fresh(Role.CLIENT);
        for (int i = 0; i < 100; i++) {
            tester.feed(new byte[1024]);
        }
        assertThat(tester.driver.pendingBytes()).isZero();
        assertThat(tester.driver.state()).isEqualTo(State.CLOSED);
        assertThat(tester.driver.start()).isFalse();
    }

    @Test
    void bytesBeforeTheStartAreParsedBehindIt() {
        DriverTester tester = DriverTester.fresh(Role.CLIENT).feed(DriverTester.RESPONSE);
        tester.expect();
        tester.driver.start();
        assertThat(tester.log()).last().isEqualTo("open");
    }
}
