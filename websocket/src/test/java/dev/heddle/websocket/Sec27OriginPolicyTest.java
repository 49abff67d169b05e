package dev.heddle.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("SEC-27")
class Sec27OriginPolicyTest {

    @ParameterizedTest
    @CsvSource({
        "example.com, http://example.com",
        "example.com:80, http://example.com",
        "example.com, http://example.com:80",
        "EXAMPLE.com, HTTP://example.COM",
        "example.com:8080, http://example.com:8080",
        "[::1]:8080, http://[::1]:8080",
        "[::1], http://[::1]:80",
    })
    void sameOriginAllowsTheServersOwnPages(String host, String origin) {
        assertThat(OriginPolicy.sameOrigin().allows(request(false, host, origin)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, https://example.com",
        "example.com, http://example.com:8080",
        "example.com, http://evil.example",
        "example.com, http://example.com.evil.example",
        "example.com, http://sub.example.com",
        "example.com, http://user@example.com",
        "example.com, http://example.com/",
        "example.com, null",
        "example.com, file://",
        "example.com, ''",
        "example.com, http://",
    })
    void sameOriginRefusesAllOthers(String host, String origin) {
        assertThat(OriginPolicy.sameOrigin().allows(request(false, host, origin)))
                .isFalse();
    }

    @Test
    void sameOriginLooksAtTheScheme() {
        assertThat(OriginPolicy.sameOrigin().allows(request(true, "example.com", "https://example.com:443")))
                .isTrue();
        assertThat(OriginPolicy.sameOrigin().allows(request(true, "example.com", "http://example.com")))
                .isFalse();
    }

    @Test
    void aRequestWithoutAnOriginIsFromNoBrowser() {
        Request request = Request.of("GET", "/", Headers.empty().with("Host", "example.com"));
        assertThat(OriginPolicy.sameOrigin().allows(request)).isTrue();
        assertThat(OriginPolicy.allow("http://a.example").allows(request)).isTrue();
    }

    @Test
    void twoOriginsAreNone() {
        Request request = Request.of(
                "GET",
                "/",
                Headers.empty()
                        .with("Host", "example.com")
                        .with("Origin", "http://example.com")
                        .with("Origin", "http://example.com"));
        assertThat(OriginPolicy.sameOrigin().allows(request)).isFalse();
        assertThat(OriginPolicy.allow("http://example.com").allows(request)).isFalse();
    }

    @Test
    void anOriginWithoutAHostToCompareIsRefused() {
        Request request = Request.of("GET", "/", Headers.empty().with("Origin", "http://example.com"));
        assertThat(OriginPolicy.sameOrigin().allows(request)).isFalse();
    }

    @Test
    void allowAllowsWhatIsListed() {
        OriginPolicy policy = OriginPolicy.allow("https://a.example", "http://localhost:3000");
        assertThat(policy.allows(request(false, "b.example", "https://A.example:443")))
                .isTrue();
        assertThat(policy.allows(request(false, "b.example", "http://localhost:3000")))
                .isTrue();
        assertThat(policy.allows(request(false, "b.example", "http://localhost")))
                .isFalse();
        assertThat(policy.allows(request(false, "b.example", "http://b.example")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.com", "ws://example.com", "http://", "http://a.example/", "http://a b", "*"})
    void allowRefusesWhatIsNoOrigin(String origin) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OriginPolicy.allow(origin))
                .withMessage("Not an origin: " + origin);
    }

    @Test
    void anyOriginAllowsAll() {
        assertThat(OriginPolicy.anyOrigin().allows(request(false, "a.example", "http://evil.example")))
                .isTrue();
    }

    private static Request request(boolean secure, String host, String origin) {
        Headers headers = Headers.empty().with("Host", host).with("Origin", origin);
        return new Request("GET", "/", "HTTP/1.1", headers, secure);
    }
}
