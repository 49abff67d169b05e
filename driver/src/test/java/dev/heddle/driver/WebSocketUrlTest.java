package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketUrlTest {

    @Tag("WS-001")
    @ParameterizedTest
    @ValueSource(strings = {"ws://h/p#f", "ws://h/p#", "ws://h#f", "ws://h?q#f", "wss://h/#"})
    void fragmentIsRefused(String url) {
        refused(url);
    }

    @Tag("WS-001")
    @Test
    void escapedNumberSignIsPartOfTheResource() {
        assertThat(WebSocketUrl.parse("ws://h/p%23f").resource()).isEqualTo("/p%23f");
    }

    @Tag("WS-002")
    @ParameterizedTest
    @CsvSource({
        "ws://h/, false, 80",
        "wss://h/, true, 443",
        "WSS://h:444/, true, 444",
        "Ws://h:80/, false, 80",
        "wss://h:80/, true, 80",
        "ws://h:/, false, 80",
        "ws://h:65535/, false, 65535"
    })
    void portFollowsFromTheSchemeUnlessItIsGiven(String url, boolean secure, int port) {
        assertThat(WebSocketUrl.parse(url)).satisfies(parsed -> {
            assertThat(parsed.secure()).isEqualTo(secure);
            assertThat(parsed.port()).isEqualTo(port);
        });
    }

    @Tag("WS-003")
    @ParameterizedTest
    @CsvSource({
        "ws://h, /",
        "ws://h/, /",
        "ws://h?a=b, /?a=b",
        "ws://h?, /?",
        "ws://h/x?, /x?",
        "ws://h/a/b;c?d=e&f=%20?/, /a/b;c?d=e&f=%20?/",
        "ws://h//, //"
    })
    void resourceIsPathAndQuery(String url, String resource) {
        assertThat(WebSocketUrl.parse(url).resource()).isEqualTo(resource);
        DriverTester tester = DriverTester.client(url, DriverTester.options());
        tester.driver.start();
        assertThat(tester.sent()).startsWith("GET " + resource + " HTTP/1.1\r\n");
    }

    @Tag("WS-004")
    @Tag("SEC-26")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ws:",
                "ws:/h",
                "ws://",
                "ws:///p",
                "ws://:80/",
                "ws://user@/",
                "http://h/",
                "wsx://h/",
                " ws://h/",
                "//h/",
                "h",
                "ws://h:0x50/",
                "ws://h:65536/",
                "ws://h:0/",
                "ws://h:-1/",
                "ws://h:99999999999999999999/",
                "ws://h:4294967376/",
                "ws://h:80:80/",
                "ws://h/a b",
                "ws://h /",
                "ws://h/%zz",
                "ws://h/%2",
                "ws://h/%",
                "ws://%zz/",
                "ws://h/a\\b",
                "ws://h\\@evil/",
                "ws://h/\"",
                "ws://h/<x>",
                "ws://h/é",
                "ws://hé/",
                "ws://a@b@c/",
                "ws://[::1/",
                "ws://::1/",
                "ws://[::1]x/",
                "ws://[::zz]/",
                "ws://[]/",
                "ws://h]/",
                "ws://[v1.x]/"
            })
    void partThatBreaksTheGrammarIsRefused(String url) {
        refused(url);
    }

    @Tag("WS-012")
    @ParameterizedTest
    @CsvSource({
        "ws://h:80/, h",
        "wss://h:443/, h",
        "wss://h:80/, h:80",
        "ws://h:443/, h:443",
        "ws://[::1]:8080/, [::1]:8080",
        "ws://[::1]/, [::1]",
        "ws://user:pass@h:81/, h:81",
        "ws://a_b.example/, a_b.example"
    })
    void hostFieldHasThePortUnlessItIsTheSchemesOwn(String url, String host) {
        DriverTester tester = DriverTester.client(url, DriverTester.options());
        tester.driver.start();
        assertThat(tester.sent()).contains("\r\nHost: " + host + "\r\n");
    }

    @Test
    void hostNameOfAnAddressHasNoBrackets() {
        assertThat(WebSocketUrl.parse("ws://[::1]:8080/").hostName()).isEqualTo("::1");
        assertThat(WebSocketUrl.parse("ws://h:8080/").hostName()).isEqualTo("h");
    }

    @Test
    void textDoesNotShowUserInfo() {
        WebSocketUrl url = WebSocketUrl.parse("wss://user:secret@h:443/p?q");
        assertThat(url).hasToString("wss://h/p?q");
        assertThat(DriverTester.client("wss://user:secret@h/p", DriverTester.options())
                        .driver
                        .url())
                .isEqualTo("wss://h/p");
    }

    @Tag("API-012")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "wss://h/feed?token=secret#top",
                "ws://h:x?token=secret",
                "ws://h:x?mail=me@h&token=secret",
                "ws://a:secret@h/ ?token=secret"
            })
    void refusalHasNoSecret(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebSocketUrl.parse(url))
                .withMessageNotContaining("secret");
    }

    @Test
    void urlMayBeGivenAsUri() {
        ClientDriver driver = Driver.client(
                URI.create("ws://h/p"), DriverOptions.defaults(), new TestOutput(), client -> new DriverListener() {});
        assertThat(driver.url()).isEqualTo("ws://h/p");
    }

    /** What could be a password does not get into a message. */
    private static String shown(String url) {
        int start = url.startsWith("wss://") ? 6 : url.startsWith("ws://") ? 5 : 0;
        int at = url.lastIndexOf('@');
        if (url.substring(start, Math.max(start, at)).contains("?")) {
            return url.substring(0, start) + "…";
        }
        String shown = at < start ? url : url.substring(0, start) + url.substring(at + 1);
        return shown.split("\\?", -1)[0];
    }

    private static void refused(String url) {
        TestOutput output = new TestOutput();
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Driver.client(url, DriverOptions.defaults(), output, client -> new DriverListener() {}))
                .withMessage(shown(url) + " is not a valid WebSocket URL");
        assertThat(output.take()).isEmpty();
    }
}
