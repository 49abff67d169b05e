package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A tunnel through SOCKS5: RFC 1928, RFC 1929. */
@Tag("SEC-43")
class Socks5ConnectTest {

    private static final String PROXY = "socks5://proxy.example";
    private static final String NO_CREDENTIALS = "0500";
    private static final String CONNECTED = "05000001 7f000001 1f90";

    @ParameterizedTest
    @CsvSource({
        "ws://example.com/chat, 03 0b 6578616d706c652e636f6d 0050",
        "wss://example.com/chat, 03 0b 6578616d706c652e636f6d 01bb",
        "ws://127.0.0.1:65535/, 01 7f000001 ffff",
        "ws://127.1/, 03 05 3132372e31 0050",
        "ws://[::1]:8080/, 04 00000000000000000000000000000001 1f90",
        "ws://[2001:db8::]:1/, 04 20010db8000000000000000000000000 0001",
        "ws://[1:2:3:4:5:6:7:89ab]:1/, 04 000100020003000400050006000789ab 0001",
        "ws://[::ffff:10.0.200.255]:1/, 04 00000000000000000000ffff0a00c8ff 0001",
        "ws://[64:ff9b::1.2.3.4]:1/, 04 0064ff9b000000000000000001020304 0001"
    })
    void serverIsNamedAsInTheUrl(String url, String address) {
        ProxyTester tester = ProxyTester.fresh(url, PROXY);
        assertThat(tester.proxy.start()).isTrue();
        expectSent(tester, "050100");
        feed(tester, NO_CREDENTIALS);
        expectSent(tester, "050100" + address);
        feed(tester, CONNECTED);
        tester.expect("connect");
        assertThat(tester.proxy.state()).isEqualTo(State.OPEN);
        assertThat(tester.sentToServer()).isEmpty();
    }

    @Test
    void credentialsAreSaidToAProxyThatWantsThem() {
        ProxyTester tester = ProxyTester.fresh("ws://h/", "socks5://us%20er:pass%3aword@proxy.example");
        tester.proxy.start();
        expectSent(tester, "05020002");
        feed(tester, "0502");
        expectSent(tester, "01 05 7573206572 09 706173733a776f7264");
        feed(tester, "0100");
        expectSent(tester, "05010003 01 68 0050");
        feed(tester, CONNECTED);
        tester.expect("connect");
    }

    @Test
    void credentialsAreNotSaidToAProxyThatWantsNone() {
        ProxyTester tester = ProxyTester.fresh("ws://h/", "socks5://user@proxy.example");
        tester.proxy.start();
        feed(tester, NO_CREDENTIALS + CONNECTED);
        expectSent(tester, "05020002" + "05010003 01 68 0050");
        tester.expect("connect");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CONNECTED,
                "05000004 00000000000000000000000000000001 0001",
                "05000003 00 0001",
                "05000003 03 616263 0001",
                "05ff0001 00000000 0000"
            })
    void tunnelBeginsBehindTheReplyHoweverItIsCut(String reply) {
        byte[] answer = Wire.bytes((NO_CREDENTIALS + reply + "74756e6e656c").replace(" ", ""));
        String expected = reply.startsWith("05ff") ? "" : "tunnel";
        for (int cut = 0; cut <= answer.length; cut++) {
            ProxyTester tester = ProxyTester.fresh("ws://example.com/chat", PROXY);
            tester.proxy.start();
            tester.feed(Arrays.copyOf(answer, cut));
            tester.feed(Arrays.copyOfRange(answer, cut, answer.length));
            assertThat(tester.tunnel()).as("cut at %d", cut).isEqualTo(expected);
            assertThat(tester.log()).hasSize(1);
        }
        ProxyTester bytes = ProxyTester.fresh("ws://example.com/chat", PROXY);
        bytes.proxy.start();
        bytes.feedByteByByte(answer);
        assertThat(bytes.tunnel()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "48, The proxy does not speak SOCKS5: it answered with version 72 instead of 5",
        "05ff, The SOCKS5 proxy takes none of the offered ways to authenticate: none",
        "0502, The SOCKS5 proxy takes none of the offered ways to authenticate: none",
        "050004, The proxy does not speak SOCKS5: it answered with version 4 instead of 5",
        "05000501, The SOCKS5 proxy refused with reply 1: general failure",
        "05000502, The SOCKS5 proxy refused with reply 2: not allowed by its rules",
        "05000503, The SOCKS5 proxy refused with reply 3: network unreachable",
        "05000504, The SOCKS5 proxy refused with reply 4: host unreachable",
        "05000505, The SOCKS5 proxy refused with reply 5: connection refused",
        "05000506, The SOCKS5 proxy refused with reply 6: TTL expired",
        "05000507, The SOCKS5 proxy refused with reply 7: command not supported",
        "05000508, The SOCKS5 proxy refused with reply 8: type of address not supported",
        "050005ff, The SOCKS5 proxy refused with reply 255: unknown",
        "050005000002, The SOCKS5 proxy answered with an unknown type of address: 2"
    })
    void whatElseAProxyAnswersIsOneErrorAtOnce(String answer, String expected) {
        ProxyTester tester = ProxyTester.fresh("ws://example.com/chat", PROXY);
        tester.proxy.start();
        feed(tester, answer);
        tester.expectFailure(expected);
        feed(tester, NO_CREDENTIALS + CONNECTED);
        tester.proxy.end();
        tester.expect();
        assertThat(tester.tunnel()).isEmpty();
        assertThat(tester.proxy.wantsClose()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "01ff, The SOCKS5 proxy refused user name and password",
        "05, The proxy does not speak SOCKS5: it answered with version 5 instead of 1"
    })
    void refusedCredentialsAreOneErrorWithoutThem(String answer, String expected) {
        ProxyTester tester = ProxyTester.fresh("ws://example.com/chat", "socks5://user:secret@proxy.example");
        tester.proxy.start();
        feed(tester, "0502" + answer);
        tester.expectFailure(expected);
    }

    @Test
    void endInsideTheAnswersIsOneError() {
        byte[] answers = Wire.bytes((NO_CREDENTIALS + CONNECTED).replace(" ", ""));
        for (int cut = 0; cut < answers.length; cut++) {
            ProxyTester tester = ProxyTester.fresh("ws://example.com/chat", PROXY);
            tester.proxy.start();
            tester.feed(Arrays.copyOf(answers, cut));
            tester.proxy.end();
            tester.expectFailure("The connection ended");
        }
    }

    @Test
    void everyOctetAtEveryPlaceOfTheAnswersIsOneEvent() {
        byte[] good = Wire.bytes((NO_CREDENTIALS + CONNECTED).replace(" ", ""));
        for (int place = 0; place < good.length; place++) {
            for (int octet = 0; octet < 256; octet++) {
                byte[] bytes = good.clone();
                bytes[place] = (byte) octet;
                ProxyTester tester = ProxyTester.fresh("ws://example.com/chat", PROXY);
                tester.proxy.start();
                tester.feed(bytes);
                tester.proxy.end();
                assertThat(tester.log()).as("octet %d at %d", octet, place).hasSize(1);
            }
        }
    }

    @Test
    void nameThatIsTooLongIsAnErrorThatNamesTheLimit() {
        String name = "a".repeat(256);
        ProxyTester tester = ProxyTester.fresh("ws://" + name + "/", PROXY);
        assertThat(tester.proxy.start()).isFalse();
        assertThat(tester.log()).singleElement().asString().endsWith("at most 255 octets, not 256");
        expectSent(tester, "");
    }

    @ParameterizedTest
    @CsvSource({"255, 255, true", "256, 1, false", "1, 256, false"})
    void credentialsThatSocksHasNoRoomForAreRefusedWithTheUrl(int user, int password, boolean right) {
        String url = "socks5://" + "u".repeat(user) + ":" + "p".repeat(password) + "@h";
        if (right) {
            assertThat(ProxyUrl.parse(url)).hasToString("socks5://h");
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ProxyUrl.parse(url))
                    .withMessage("socks5://h is not a valid proxy URL");
        }
    }

    @Test
    void thereAreNoHeaders() {
        ProxyTester tester = ProxyTester.fresh("ws://h/", PROXY);
        assertThatIllegalStateException()
                .isThrownBy(() -> tester.proxy.setHeader("X-A", "b"))
                .withMessage("SOCKS5 has no headers, so there can be no X-A");
        assertThat(tester.proxy.headers()).isEqualTo(Headers.empty());
        assertThat(tester.proxy.statusCode()).isZero();
        assertThat(tester.proxy.url()).isEqualTo(PROXY);
    }

    private static void feed(ProxyTester tester, String hex) {
        tester.feed(Wire.bytes(hex.replace(" ", "")));
    }

    private static void expectSent(ProxyTester tester, String hex) {
        assertThat(Wire.hex(Wire.octets(tester.sent()))).isEqualTo(hex.replace(" ", ""));
    }
}
