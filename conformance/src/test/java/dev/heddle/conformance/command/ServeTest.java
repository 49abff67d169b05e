package dev.heddle.conformance.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code heddle serve} does for those who come. */
class ServeTest {

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void freePortIsToldWithTheAddressesOfSocketsAndPage() throws Exception {
        try (HeddleServe server = HeddleServe.start("--path", "/chat")) {
            assertThat(server.url()).matches("ws://127\\.0\\.0\\.1:[1-9]\\d*/chat");
            assertThat(server.awaitOut(line -> line.startsWith("Page at ")))
                    .isEqualTo("Page at http://127.0.0.1:" + server.port() + "/");
        }
    }

    @Test
    void pageIsServedAtItsPlaceOnlyAndLoadsNothingFromElsewhere() throws Exception {
        try (HeddleServe server = HeddleServe.start("--path", "/a&b'c")) {
            HttpResponse<String> page = get(server, "/");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'")
                    .contains("frame-ancestors 'none'");
            assertThat(page.body())
                    .contains("data-path=\"/a&amp;b&#39;c\"")
                    .doesNotContain("{{path}}")
                    .doesNotContain("src=\"http")
                    .doesNotContain("@import");
            assertThat(get(server, "/other").statusCode()).isEqualTo(404);
            HttpRequest post =
                    request(server, "/").POST(BodyPublishers.ofString("body")).build();
            assertThat(http.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
        }
    }

    @Tag("WS-126")
    @Test
    void messageMayBeAsLongAsMaxMessageAndNoLonger() throws Exception {
        try (HeddleServe server = HeddleServe.start("--max-message", "10")) {
            ChildProcess.Result longest = HeddleConnect.run(List.of("0123456789"), server.url());
            assertThat(longest.out()).containsExactly("0123456789");
            assertThat(longest.status()).isZero();
            // The input stays open: the server's Close frame is to come first.
            try (ChildProcess client = HeddleConnect.start("", server.url())) {
                client.type("0123456789a");
                ChildProcess.Result longer = client.result();
                assertThat(longer.err()).last().asString().startsWith("Closed with 1009");
                assertThat(longer.status()).isEqualTo(3);
            }
        }
    }

    @Test
    void broadcastReachesEverybodyTheSenderIncluded() throws Exception {
        try (HeddleServe server = HeddleServe.start("--broadcast");
                ChildProcess one = HeddleConnect.start("", server.url());
                ChildProcess other = HeddleConnect.start("", server.url())) {
            one.awaitErr(line -> line.startsWith("Connected"));
            other.awaitErr(line -> line.startsWith("Connected"));
            one.type("to all");
            assertThat(one.awaitOut(line -> true)).isEqualTo("to all");
            assertThat(other.awaitOut(line -> true)).isEqualTo("to all");
            one.endInput();
            assertThat(one.result().status()).isZero();
            other.type("to who is left");
            other.awaitOut("to who is left"::equals);
        }
    }

    private HttpResponse<String> get(HeddleServe server, String path) throws Exception {
        return http.send(request(server, path).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(HeddleServe server, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }
}
