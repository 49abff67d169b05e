package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.conformance.command.HeddleConnect;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code heddle connect} shows of a server that refuses, and where it follows one that redirects. */
class RefusedCommandTest {

    @Tag("API-012")
    @Test
    void theFirstLinesOfTheBodyAreShownEscaped() throws Exception {
        String more = String.join(
                "\n", IntStream.range(0, 20).mapToObj(i -> "line " + i).toList());
        try (RedirectingServer server = RedirectingServer.start()) {
            server.answer("/a", "403 No\r\n\r\nNo \u001b[31mticket\r\n" + more);
            ChildProcess.Result result = HeddleConnect.run(List.of(), server.url("/a?token"));
            assertThat(result.err())
                    .hasSize(12)
                    .startsWith(
                            "Error during WebSocket handshake: Unexpected response code: 403 from " + server.url("/a"),
                            "  No \\u001b[31mticket",
                            "  line 0")
                    .contains("  line 8");
            assertThat(result.err().get(11)).startsWith("Closed with 1002 (not clean)");
            assertThat(result.status()).isEqualTo(1);
        }
    }

    @Tag("SEC-42")
    @ParameterizedTest
    @ValueSource(strings = {"-L", "--location"})
    void redirectsAreFollowedWhereAskedFor(String flag) throws Exception {
        try (RedirectingServer server = RedirectingServer.start()) {
            server.redirect("/a", 302, "/b").redirect("/b", 302, "/end");
            ChildProcess client = HeddleConnect.start("", flag, server.url("/a"));
            try (client) {
                client.awaitErr(line -> line.equals("Connected to " + server.url("/end")));
            }
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Tag("SEC-42")
    @Test
    void aRedirectIsAFailureElse() throws Exception {
        try (RedirectingServer server = RedirectingServer.start()) {
            server.redirect("/a", 302, "/end");
            ChildProcess.Result result = HeddleConnect.run(List.of(), server.url("/a"));
            assertThat(result.err()).first().asString().contains("Unexpected response code: 302");
            assertThat(result.status()).isEqualTo(1);
            assertThat(server.requests()).hasSize(1);
        }
    }
}
