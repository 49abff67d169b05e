package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyUrlTest {

    @ParameterizedTest
    @CsvSource({
        "http://proxy.example, false, proxy.example, 80, http://proxy.example",
        "http://proxy.example/, false, proxy.example, 80, http://proxy.example",
        "https://proxy.example, true, proxy.example, 443, https://proxy.example",
        "HTTPS://proxy.example:80, true, proxy.example, 80, https://proxy.example:80",
        "http://user:secret@proxy.example:3128/, false, proxy.example, 3128, http://proxy.example:3128",
        "http://user@a_b, false, a_b, 80, http://a_b",
        "http://[::1]:3128, false, ::1, 3128, http://[::1]:3128",
        "socks5://user:secret@h, false, h, 1080, socks5://h",
        "SOCKS5H://h:9050/, false, h, 9050, socks5://h:9050",
        "http://@h:, false, h, 80, http://h"
    })
    void partsAreRead(String url, boolean secure, String hostName, int port, String text) {
        assertThat(ProxyUrl.parse(url)).hasToString(text).satisfies(parsed -> {
            assertThat(parsed.secure()).isEqualTo(secure);
            assertThat(parsed.hostName()).isEqualTo(hostName);
            assertThat(parsed.port()).isEqualTo(port);
        });
    }

    @Test
    void hostOfAnAddressHasItsBrackets() {
        assertThat(ProxyUrl.parse("http://[::1]/").host()).isEqualTo("[::1]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http:",
                "http:/h",
                "http://",
                "http:///",
                "http://:80",
                "//h",
                "h",
                "h:3128",
                "ws://h",
                "wss://h",
                "socks4://h",
                "socks5://",
                "socks5://h/p",
                "httpx://h",
                "htt\u017f://h",
                "http\u017f://h",
                " http://h",
                "http://h ",
                "http://h//",
                "http://h/p",
                "http://h?q",
                "http://h/?",
                "http://h#f",
                "http://h:0",
                "http://h:65536",
                "http://h:x",
                "http://h:1:2",
                "http://[::1",
                "http://[::zz]",
                "http://::1",
                "http://h%zz",
                "http://hé"
            })
    void partThatBreaksTheGrammarIsRefused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyTester.fresh("ws://h/", url))
                .withMessage(url + " is not a valid proxy URL");
    }

    @ParameterizedTest
    @CsvSource({
        "http://user:secret@, http://",
        "http://user:secret@h/p, http://h/p",
        "HTTPS://user:secret@h/p, HTTPS://h/p",
        "http://user:se/cret@h, http://h",
        "http://user:se#cret@h, http://h",
        "http://user:se?cret@h, http://h",
        "http://user:secret@secret@h, http://h",
        "http://us%3aer:secret@h, http://h",
        "http://user:%0a@h, http://h",
        "http://user:%7f@h, http://h",
        "http://user:%zz@h, http://h",
        "user:secret://secret@h, h",
        "user:secret@h:3128, h:3128",
        "socks4://user:secret@h, h",
        "socks5://user:secret@h/p, socks5://h/p"
    })
    void messageShowsNoUserInfo(String url, String shown) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyUrl.parse(url))
                .withMessage(shown + " is not a valid proxy URL");
    }

    @ParameterizedTest
    @CsvSource({
        "user:password, user:password",
        "user, user:",
        "user:, user:",
        "user:a:b, user:a:b",
        "user:a%3Ab%40c%2f, user:a:b@c/",
        "a+b:c+d%2B, a+b:c+d+",
        "us%20er:%25, us er:%"
    })
    void userInfoBecomesCredentials(String userInfo, String decoded) {
        ProxyTester tester = ProxyTester.fresh("ws://h/", "http://" + userInfo + "@proxy.example");
        tester.proxy.start();
        assertThat(tester.sent()).contains("\r\nProxy-Authorization: Basic " + base64(Wire.octets(decoded)) + "\r\n");
    }

    @Test
    void octetsThatAreNoUtf8StayWhatTheyAre() {
        assertThat(BasicCredentials.of("%ff:%c3%a9")).isEqualTo("Basic " + base64(Wire.bytes("ff3ac3a9")));
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
