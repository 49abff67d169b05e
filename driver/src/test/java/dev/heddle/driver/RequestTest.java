package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTest {

    private static final Headers GOOD =
            Headers.empty().with("Connection", "keep-alive, Upgrade").with("Upgrade", "WebSocket");

    @Tag("WS-027")
    @Tag("WS-031")
    @Tag("WS-032")
    @Test
    void webSocketIsAGetWithBothFields() {
        assertThat(Request.of("GET", "/", GOOD).isWebSocket()).isTrue();
        assertThat(Request.of("get", "/", GOOD).isWebSocket()).isFalse();
        assertThat(Request.of("POST", "/", GOOD).isWebSocket()).isFalse();
        assertThat(Request.of("GET", "/", Headers.empty()).isWebSocket()).isFalse();
        assertThat(Request.of("GET", "/", Headers.empty().with("Upgrade", "websocket"))
                        .isWebSocket())
                .isFalse();
        assertThat(Request.of("GET", "/", Headers.empty().with("Connection", "Upgrade"))
                        .isWebSocket())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS, on, true",
        "X-Forwarded-SSL, on, true",
        "X-Forwarded-Scheme, https, true",
        "x-forwarded-proto, https, true",
        "X-Forwarded-Proto, http, false",
        "HTTPS, off, false",
        "X-Other, https, false"
    })
    void forwardedFieldsCountOnlyIfTrusted(String name, String value, boolean secure) {
        Request request = Request.of("GET", "/", GOOD.with(name, value));
        assertThat(request.isSecure(true)).isEqualTo(secure);
        assertThat(request.isSecure(false)).isFalse();
        assertThat(new Request("GET", "/", "HTTP/1.1", GOOD, true).isSecure(false))
                .isTrue();
    }

    @Tag("WS-044")
    @Test
    void fieldsAreFoundInAnyCase() {
        Headers headers = Headers.empty().with("A", "1").with("b", "2").with("a", "3");
        assertThat(headers.first("a")).isEqualTo("1");
        assertThat(headers.all("A")).containsExactly("1", "3");
        assertThat(headers.joined("a")).isEqualTo("1, 3");
        assertThat(headers.contains("B")).isTrue();
        assertThat(headers.contains("c")).isFalse();
        assertThat(headers.joined("c")).isNull();
        assertThat(headers).isEqualTo(Headers.of(List.copyOf(headers.fields()))).hasToString("Headers[A, b, a]");
    }

    @Test
    void textOfHeadersShowsNoValues() {
        assertThat(Headers.empty().with("Authorization", "Basic secret").toString())
                .doesNotContain("secret");
    }
}
