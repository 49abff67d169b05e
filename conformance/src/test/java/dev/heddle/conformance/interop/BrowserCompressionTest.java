package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.HeddleServe;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compression between {@code heddle serve} and a real browser, which offers {@code client_max_window_bits} and no more. */
class BrowserCompressionTest {

    /** Sends all at once, compares what comes back, and tells what it compared. */
    private static final String CONVERSE = """
            const [url, done] = arguments;
            const random = new Uint8Array(1 << 20);
            for (let at = 0; at < random.length; at += 1 << 16) {
              crypto.getRandomValues(random.subarray(at, at + (1 << 16)));
            }
            const json = Array.from({ length: 30000 }, (_, i) => `{"id":${i * i % 997},"name":"heddle"},`).join("");
            const messages = ["Hello", "Hello", "", "x", "Gr\\u00fc\\u00dfe, \\u4e16\\u754c", json, random,
                new TextEncoder().encode(json), new Uint8Array(0), "x".repeat(1 << 20), "Hello"];
            const bytes = (data) => typeof data === "string" ? new TextEncoder().encode(data) : new Uint8Array(data);
            const same = (one, other) => {
              const [left, right] = [bytes(one), bytes(other)];
              return typeof one === "string" === (typeof other === "string")
                  && left.length === right.length && left.every((byte, i) => byte === right[i]);
            };
            const socket = new WebSocket(url);
            socket.binaryType = "arraybuffer";
            let extensions = null;
            let echoed = 0;
            socket.onopen = () => {
              extensions = socket.extensions;
              messages.forEach((message) => socket.send(message));
            };
            socket.onmessage = ({ data }) => {
              if (!same(data, messages[echoed]) || ++echoed === messages.length) {
                socket.close(1000);
              }
            };
            socket.onclose = ({ code, reason }) => done({ extensions, echoed, code, reason });
            """;

    private static @Nullable TestPage browser;

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    /** One browser serves for all: it takes longer to start than to converse. */
    private static TestPage page(String url) throws IOException {
        TestPage page = browser;
        if (page == null) {
            page = TestPage.open(url);
            browser = page;
        } else {
            page.load(url);
        }
        return page;
    }

    @Tag("PMD-008")
    @Tag("PMD-009")
    @Tag("PMD-013")
    @Tag("PMD-015")
    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "noContextTakeover, '; server_no_context_takeover'",
        "maxWindowBits=9, ''",
        "maxWindowBits=8, ''",
        "requestMaxWindowBits=10, '; client_max_window_bits=10'",
        "requestMaxWindowBits=8, '; client_max_window_bits=8'",
        "requestNoContextTakeover, '; client_no_context_takeover'",
        "'noContextTakeover; requestNoContextTakeover; maxWindowBits=10; requestMaxWindowBits=9',"
                + " '; server_no_context_takeover; client_no_context_takeover; client_max_window_bits=9'",
        "'threshold=100; maxIdleCodecs=1; level=9', ''",
    })
    void browserGetsEachMessageBack(String options, String agreed) throws Exception {
        try (HeddleServe server = HeddleServe.start("--deflate-options", options)) {
            TestPage page = page(server.url());
            assertThat(page.run(CONVERSE, server.url()))
                    .isEqualTo(Map.of(
                            "extensions", "permessage-deflate" + agreed, "echoed", 11L, "code", 1000L, "reason", ""));
            assertThat(page.consoleErrors()).isEmpty();
        }
    }
}
