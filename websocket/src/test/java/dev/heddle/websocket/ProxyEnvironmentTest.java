package dev.heddle.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.driver.ProxyUrl;
import dev.heddle.driver.WebSocketUrl;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyEnvironmentTest {

    @ParameterizedTest
    @CsvSource({
        "https_proxy, http://p:1, '', http://p:1",
        "HTTPS_PROXY, http://p:1, '', http://p:1",
        "http_proxy, http://p:1, http://p:1, ''",
        "HTTP_PROXY, http://p:1, '', ''",
        "all_proxy, socks5h://p, socks5://p, socks5://p",
        "ALL_PROXY, https://p/, https://p, https://p",
        "all_proxy, p:1, http://p:1, http://p:1",
        "all_proxy, user:secret@p:1, http://p:1, http://p:1",
        "all_proxy, '', '', ''",
        "ftp_proxy, http://p:1, '', ''"
    })
    void eachSchemeHasItsVariables(String variable, String value, String plain, String secure) {
        ProxyEnvironment environment = new ProxyEnvironment(Map.of(variable, value));
        assertThat(proxy(environment, "ws://h/")).isEqualTo(plain);
        assertThat(proxy(environment, "wss://h/")).isEqualTo(secure);
    }

    @Test
    void lowerCaseGoesBeforeUpperCaseAndTheSchemesOwnBeforeThatOfAll() {
        ProxyEnvironment environment = new ProxyEnvironment(
                Map.of("https_proxy", "http://lower", "HTTPS_PROXY", "http://upper", "all_proxy", "http://all"));
        assertThat(proxy(environment, "wss://h/")).isEqualTo("http://lower");
        assertThat(proxy(environment, "ws://h/")).isEqualTo("http://all");
    }

    @Test
    void emptyVariableIsNone() {
        ProxyEnvironment environment = new ProxyEnvironment(
                Map.of("https_proxy", "", "HTTPS_PROXY", "http://upper", "no_proxy", "", "NO_PROXY", "h"));
        assertThat(proxy(environment, "wss://other/")).isEqualTo("http://upper");
        assertThat(proxy(environment, "wss://h/")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "*, ws://h/, true",
        "'a, *', ws://h/, true",
        "example.com, ws://example.com/, true",
        "example.com, ws://EXAMPLE.com:81/, true",
        "EXAMPLE.com, ws://www.example.com/, true",
        ".example.com, ws://www.example.com/, true",
        ".example.com, ws://example.com/, true",
        "example.com., ws://example.com/, true",
        "example.com, ws://example.com./, true",
        "example.com, ws://badexample.com/, false",
        "example.com, ws://example.com.bad/, false",
        "example.com:80, ws://example.com/, true",
        "example.com:80, ws://example.com:81/, false",
        "example.com:443, wss://www.example.com/, true",
        "'a,b c\td', ws://a/, true",
        "'a,b c\td', ws://b/, true",
        "'a,b c\td', ws://c/, true",
        "'a,b c\td', ws://d/, true",
        "', ,.', ws://a/, false",
        "*.example.com, ws://www.example.com/, false",
        "127.0.0.1, ws://127.0.0.1:8000/, true",
        "localhost, ws://127.0.0.1:8000/, false",
        "other, ws://localhost/, false",
        "::1, ws://[::1]:8000/, true",
        "[::1], ws://[::1]:8000/, true",
        "[::1]:8000, ws://[::1]:8000/, true",
        "[::1]:8001, ws://[::1]:8000/, false",
        "::1, ws://[::2]:1/, false",
        "2001:db8::80, ws://[2001:db8::]/, false"
    })
    void hostsInTheListAreReachedWithout(String list, String server, boolean without) {
        ProxyEnvironment environment = new ProxyEnvironment(Map.of("all_proxy", "http://p", "NO_PROXY", list));
        assertThat(proxy(environment, server)).isEqualTo(without ? "" : "http://p");
    }

    @Test
    void variableThatHoldsNoUrlIsNamedWithoutItsSecret() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProxyEnvironment(Map.of("HTTPS_PROXY", "http://user:secret@h/path")))
                .withMessage("HTTPS_PROXY in the environment: http://h/path is not a valid proxy URL");
    }

    private static String proxy(Proxies proxies, String server) {
        ProxyUrl proxy = proxies.proxyOf(WebSocketUrl.parse(server));
        return proxy == null ? "" : proxy.toString();
    }
}
