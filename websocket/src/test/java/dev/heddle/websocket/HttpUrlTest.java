package dev.heddle.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpUrlTest {

    @ParameterizedTest
    @CsvSource({
        "http://h, h, 80, /, h, false",
        "HTTPS://h/, h, 443, /, h, true",
        "http://h:81?a, h, 81, /?a, h:81, false",
        "https://[::1]:443/a#b, ::1, 443, /a, [::1], true",
        "http://a_b/, a_b, 80, /, a_b, false"
    })
    void partsOfAUrl(String url, String host, int port, String resource, String authority, boolean secure) {
        HttpUrl parsed = HttpUrl.parse(url);
        assertThat(parsed.hostName()).isEqualTo(host);
        assertThat(parsed.port()).isEqualTo(port);
        assertThat(parsed.resource()).isEqualTo(resource);
        assertThat(parsed.authority()).isEqualTo(authority);
        assertThat(parsed.secure()).isEqualTo(secure);
    }

    @ParameterizedTest
    @CsvSource({
        "mailto:a, mailto:a is not a valid http: or https: URL",
        "'', ' is not a valid http: or https: URL'",
        "ws://h/, ws://h/ is not a valid http: or https: URL",
        "http://h:0/, http://h:0/ is not a valid http: or https: URL",
        "http://h/ a?secret, http://h/ a is not a valid http: or https: URL",
        "http://u:se#cret@h/?secret#secret, http://… is not a valid http: or https: URL",
        "http://u:se?cret@h/, http://… is not a valid http: or https: URL",
        "http://u:pw@h/?mail=me@h&token=secret, http://… was given with user info; credentials go in the header Authorization",
        "ftp://h/?mail=me@h&token=secret, … is not a valid http: or https: URL",
        "http://u:secret@h/, http://h/ was given with user info; credentials go in the header Authorization"
    })
    void anotherUrlIsRefusedByAMessageWithoutSecrets(String url, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpUrl.parse(url))
                .withMessage(message);
    }

    @Test
    void textForLogsHasNoQuery() {
        HttpUrl url = HttpUrl.parse("http://h/a?token=secret");
        assertThat(url).hasToString("http://h/a").isNotEqualTo(HttpUrl.parse("http://h/a"));
        assertThat(url.url()).isEqualTo("http://h/a?token=secret");
    }

    @ParameterizedTest
    @CsvSource({
        "http://h/a?b=c, ws://h/",
        "https://h/a, wss://h/",
        "http://h:8080, ws://h:8080/",
        "https://[::1]:80/, wss://[::1]:80/"
    })
    void serverIsThatOfAWebSocket(String url, String server) {
        assertThat(HttpUrl.parse(url).server().url()).isEqualTo(server);
    }
}
