package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

/** Any text is a URL whose parts hold together, or is refused with the text that is documented. */
@Tag("WS-004")
class WebSocketUrlFuzzTest {

    /** A server that takes a request however long its URL is. */
    private static final DriverOptions.Builder SERVER =
            DriverTester.options().limits(Limits.defaults().withHead(100_000, 100_000, 400_000, 100));

    @FuzzTest
    void anyTextIsAUrlOrRefused(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        WebSocketUrl url;
        try {
            url = WebSocketUrl.parse(text);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessage(shown(text) + " is not a valid WebSocket URL");
            return;
        }
        assertThat(url.url()).isEqualTo(text);
        assertThat(url.port()).isBetween(1, 65_535);
        checkText(url);
        checkRequest(url);
        checkAgainstTheJdk(url);
    }

    private static String shown(String text) {
        int scheme =
                text.regionMatches(true, 0, "wss://", 0, 6) ? 6 : text.regionMatches(true, 0, "ws://", 0, 5) ? 5 : 0;
        int at = text.lastIndexOf('@');
        if (text.substring(scheme, Math.max(scheme, at)).contains("?")) {
            return text.substring(0, scheme) + "…";
        }
        String shown = at < scheme ? text : text.substring(0, scheme) + text.substring(at + 1);
        int query = shown.indexOf('?');
        return query < 0 ? shown : shown.substring(0, query);
    }

    /** What a URL is shown as has the same parts, but for the user info. */
    private static void checkText(WebSocketUrl url) {
        WebSocketUrl again = WebSocketUrl.parse(url.toString());
        assertThat(again)
                .isEqualTo(
                        new WebSocketUrl(url.toString(), url.secure(), url.host(), url.port(), null, url.resource()));
        assertThat(again).hasToString(url.toString());
    }

    /** What a client makes of it is a request that a server accepts. */
    private static void checkRequest(WebSocketUrl url) {
        DriverTester client = DriverTester.client(url.url(), DriverTester.options());
        assertThat(client.driver.start()).isTrue();
        DriverTester server = DriverTester.fresh(Role.SERVER, SERVER);
        server.driver.start();
        server.feed(client.sent());
        assertThat(server.driver.state()).isEqualTo(State.OPEN);
        Request request = server.asServer().request();
        assertThat(request.resource()).isEqualTo(url.resource());
        assertThat(request.headers().all("Host")).containsExactly(url.authority());
        assertThat(request.headers().contains("Authorization")).isEqualTo(url.userInfo() != null);
    }

    /** Where the JDK finds a host in it too, both find the same parts. */
    private static void checkAgainstTheJdk(WebSocketUrl url) {
        URI uri;
        try {
            uri = new URI(url.url());
        } catch (URISyntaxException e) {
            // Stricter in places, such as an address that ends in IPv4.
            assertThat(e).hasMessageContaining(url.url());
            return;
        }
        if (uri.getHost() == null) {
            return;
        }
        int port = url.secure() ? 443 : 80;
        assertThat(url.host()).isEqualTo(uri.getHost());
        assertThat(url.port()).isEqualTo(uri.getPort() < 0 ? port : uri.getPort());
        // User info of nothing is none.
        assertThat(Optional.ofNullable(url.userInfo()).orElse(""))
                .isEqualTo(Optional.ofNullable(uri.getRawUserInfo()).orElse(""));
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query =
                Optional.ofNullable(uri.getRawQuery()).map(text -> "?" + text).orElse("");
        assertThat(url.resource()).isEqualTo(path + query);
    }
}
