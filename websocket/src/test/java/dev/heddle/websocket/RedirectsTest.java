package dev.heddle.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.heddle.driver.Headers;
import java.net.ProtocolException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("SEC-42")
@Tag("ES-006")
class RedirectsTest {

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void theseAreRedirects(int status) {
        assertThat(Redirects.isRedirect(status)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 200, 201, 300, 304, 305, 306, 309, 399, 401, 404, 503})
    void othersAreNot(int status) {
        assertThat(Redirects.isRedirect(status)).isFalse();
    }

    /** RFC 3986 §5.4, as far as it is about URLs with an authority. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "g, ws://a/b/c/g",
                "./g, ws://a/b/c/g",
                "g/, ws://a/b/c/g/",
                "/g, ws://a/g",
                "//g, ws://g/",
                "//g?y, ws://g/?y",
                "?y, ws://a/b/c/d;p?y",
                "g?y, ws://a/b/c/g?y",
                "'', ws://a/b/c/d;p?q",
                "#s, ws://a/b/c/d;p?q",
                "g#s, ws://a/b/c/g",
                "g?y#s, ws://a/b/c/g?y",
                ";x, ws://a/b/c/;x",
                "g;x, ws://a/b/c/g;x",
                "g;x=1/./y, ws://a/b/c/g;x=1/y",
                "g;x=1/../y, ws://a/b/c/y",
                "., ws://a/b/c/",
                "./, ws://a/b/c/",
                ".., ws://a/b/",
                "../, ws://a/b/",
                "../g, ws://a/b/g",
                "../.., ws://a/",
                "../../g, ws://a/g",
                "../../../g, ws://a/g",
                "/./g, ws://a/g",
                "/../g, ws://a/g",
                "g., ws://a/b/c/g.",
                "..g, ws://a/b/c/..g",
                "./g/., ws://a/b/c/g/",
                "g/./h, ws://a/b/c/g/h",
                "g/../h, ws://a/b/c/h",
                "g?y/../x, ws://a/b/c/g?y/../x",
                "g?y:z, ws://a/b/c/g?y:z",
                "./g:h, ws://a/b/c/g:h",
                "ws://b, ws://b/",
                "WS://b/x, ws://b/x",
                "wss://b:443/x, wss://b/x",
                "http://b/x, ws://b/x",
                "https://b/x/../y?z#f, wss://b/y?z",
                "http://my_host:8080/, ws://my_host:8080/",
                "'ws://[::1]:8080/', 'ws://[::1]:8080/'",
            })
    void locationIsResolved(String location, String next) throws ProtocolException {
        assertThat(next("ws://a/b/c/d;p?q", location)).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({
        "g, https://a/b/g",
        "//b/g, https://b/g",
        "HTTPS://b, https://b/",
        "https://b:444/, https://b:444/",
    })
    void anHttpUrlLeadsToAnother(String location, String next) throws ProtocolException {
        assertThat(next("https://a/b/c", location)).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({
        "wss://a/, ws://a/, its Location must not leave wss:",
        "wss://a/, http://a/, its Location must not leave wss:",
        "https://a/, http://a/, its Location must not leave https:",
        "https://a/, wss://a/, its Location must be an http: or https: URL",
        "ws://a/, ftp://a/, 'its Location must be a ws:, wss:, http: or https: URL'",
        "ws://a/, mailto:a, 'its Location must be a ws:, wss:, http: or https: URL'",
        "ws://a/, javascript:x, 'its Location must be a ws:, wss:, http: or https: URL'",
        "ws://a/, ws:b, its Location is not a valid URL",
        "ws://a/, ws:/b, its Location is not a valid URL",
        "ws://a/, ws://, its Location is not a valid URL",
        "ws://a/, //, its Location is not a valid URL",
        "ws://a/, ws://b:0/, its Location is not a valid URL",
        "ws://a/, ws://b:65536/, its Location is not a valid URL",
        "ws://a/, a b, its Location is not a valid URL",
        "ws://a/, %zz, its Location is not a valid URL",
        "ws://a/, \u00e9, its Location is not a valid URL",
        "ws://a/, 'ws://[b/', its Location is not a valid URL",
        "ws://a/, ws://b\\c/, its Location is not a valid URL",
        "ws://a/, ws://u:p@b/, its Location must have no user info",
        "ws://a/, //u@a/, its Location must have no user info",
        "ws://a/, //@a/, its Location must have no user info",
    })
    void badLocationIsRefused(String url, String location, String why) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> next(url, location))
                .withMessage(why)
                .withNoCause();
    }

    @Test
    void thereMustBeOneLocation() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> Redirects.next("ws://a/", Headers.empty()))
                .withMessage("there must be one Location header, not 0");
        Headers two = Headers.empty().with("Location", "/b").with("location", "/c");
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> Redirects.next("ws://a/", two))
                .withMessage("there must be one Location header, not 2");
    }

    @ParameterizedTest
    @CsvSource({
        "ws://u:p@a/x, y, ws://u:p@a/y",
        "ws://u:p@a/x, ws://A:80/y, ws://u:p@A/y",
        "ws://u:p@a/x, wss://a/y, wss://a/y",
        "ws://u:p@a/x, ws://a:81/y, ws://a:81/y",
        "ws://u:p@a/x, ws://b/y, ws://b/y",
        "https://u:p@a/x, https://a:443/y, https://u:p@a/y",
    })
    void userInfoStaysWithItsOrigin(String url, String location, String next) throws ProtocolException {
        assertThat(next(url, location)).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({
        "ws://a/x, ws://a:80/y, true",
        "ws://a/x, ws://A/y, true",
        "ws://a/x, ws://b/x, false",
        "ws://a/x, ws://a:81/x, false",
        "ws://a/x, wss://a/x, false",
        "ws://a:443/x, wss://a/x, false",
        "ws://a/x, ws://a./x, false",
        "http://a/x, http://a/y, true",
        "http://a/x, https://a/x, false",
    })
    void credentialsStayWithTheirOrigin(String url, String next, boolean sameOrigin) {
        Headers headers = Headers.empty()
                .with("AUTHORIZATION", "1")
                .with("X-Other", "2")
                .with("cookie", "3")
                .with("Proxy-Authorization", "4");
        Headers others = Headers.empty().with("X-Other", "2");
        assertThat(Redirects.headers(headers, url, next)).isEqualTo(sameOrigin ? headers : others);
    }

    private static String next(String url, String location) throws ProtocolException {
        return Redirects.next(url, Headers.empty().with("Location", location));
    }
}
