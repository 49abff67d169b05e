package dev.heddle.conformance.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code heddle serve} and {@code heddle connect} with {@code --deflate}, against each other. */
class CompressionTest {

    private static final List<String> LINES =
            List.of("Hello", "Hello", "", "x", "Grüße, 世界", "y".repeat(1 << 20), "a line ".repeat(10_000), "Hello");

    @Tag("PMD-001")
    @Tag("PMD-008")
    @Tag("PMD-013")
    @Tag("PMD-015")
    @ParameterizedTest
    @CsvSource({
        "'', '', ''",
        "noContextTakeover, '', '; server_no_context_takeover'",
        "'', noContextTakeover, '; client_no_context_takeover'",
        "requestNoContextTakeover, requestNoContextTakeover,"
                + " '; server_no_context_takeover; client_no_context_takeover'",
        "'', requestMaxWindowBits=9, '; server_max_window_bits=9'",
        "requestMaxWindowBits=10, '', '; client_max_window_bits=10'",
        "'level=9; maxWindowBits=8; requestMaxWindowBits=8; noContextTakeover',"
                + " 'level=1; requestMaxWindowBits=12; maxWindowBits=12; strategy=huffmanOnly; threshold=100',"
                + " '; server_no_context_takeover; server_max_window_bits=8; client_max_window_bits=8'",
        "maxIdleCodecs=2, maxIdleCodecs=2, ''",
    })
    void connectTellsWhatWasAgreedOnAndGetsEachLineBack(String serving, String connecting, String agreed)
            throws Exception {
        try (HeddleServe server = HeddleServe.start("--deflate-options", serving)) {
            ChildProcess.Result result =
                    HeddleConnect.run(LINES, "--deflate", "--deflate-options=" + connecting, server.url());
            assertThat(result.err())
                    .containsExactly(
                            "Connected to " + server.url() + ", extensions permessage-deflate" + agreed,
                            "Closed with 1000");
            assertThat(result.out()).isEqualTo(LINES);
            assertThat(result.status()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"--deflate, --binary", "--echo, --deflate"})
    void nothingIsAgreedOnUnlessBothWantIt(String serving, String connecting) throws Exception {
        try (HeddleServe server = HeddleServe.start(serving)) {
            ChildProcess.Result result = HeddleConnect.run(List.of("line"), connecting, server.url());
            assertThat(result.err()).containsExactly("Connected to " + server.url(), "Closed with 1000");
            assertThat(result.out()).hasSize(1);
        }
    }

    @Tag("PMD-030")
    @Tag("SEC-06")
    @Test
    void maxMessageBoundsWhatIsInflated() throws Exception {
        try (HeddleServe server = HeddleServe.start("--deflate", "--max-message", "1000")) {
            String longest = "x".repeat(1000);
            assertThat(HeddleConnect.run(List.of(longest), "--deflate", server.url())
                            .out())
                    .containsExactly(longest);
            // The input stays open: the server's Close frame is to come first.
            try (ChildProcess client = HeddleConnect.start("", "--deflate", server.url())) {
                client.type(longest + "x");
                ChildProcess.Result result = client.result();
                assertThat(result.err())
                        .last()
                        .asString()
                        .startsWith("Closed with 1009")
                        .contains("Message is too large when it is inflated");
                assertThat(result.status()).isEqualTo(3);
            }
        }
    }
}
