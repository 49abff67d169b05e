package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.conformance.transport.Kind;
import dev.heddle.conformance.transport.TransportProcess;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each transport's server, and a real browser. */
class BrowserTransportTest {

    /** Sends all at once, compares what comes back, and sends a last text, or closes if there is none. */
    private static final String CONVERSE = """
        const [url, last, done] = arguments;
        const random = new Uint8Array(1 << 20);
        for (let at = 0; at < random.length; at += 1 << 16) {
          crypto.getRandomValues(random.subarray(at, at + (1 << 16)));
        }
        const messages = ["Hello", "", "Gr\\u00fc\\u00dfe, \\u4e16\\u754c", new Uint8Array([0, 255, 16, 128]),
            new Uint8Array(0), random, "x".repeat(1 << 20)];
        const bytes = (data) => typeof data === "string" ? new TextEncoder().encode(data) : new Uint8Array(data);
        const same = (one, other) => {
          const [left, right] = [bytes(one), bytes(other)];
          return typeof one === "string" === (typeof other === "string")
              && left.length === right.length && left.every((byte, i) => byte === right[i]);
        };
        const socket = new WebSocket(url, ["chat"]);
        socket.binaryType = "arraybuffer";
        let open = {};
        let echoed = 0;
        let errors = 0;
        socket.onopen = () => {
          open = { protocol: socket.protocol, extensions: socket.extensions };
          messages.forEach((message) => socket.send(message));
        };
        socket.onmessage = ({ data }) => {
          if (!same(data, messages[echoed])) {
            socket.close(4000, "not the same");
          } else if (++echoed === messages.length) {
            if (last === "") {
              socket.close(3001, "enough");
            } else {
              socket.send(last);
            }
          }
        };
        socket.onerror = () => errors++;
        socket.onclose = ({ code, reason, wasClean }) => done({ ...open, echoed, errors, code, reason, wasClean });
        """;

    private static final String LISTEN = """
        window.ids = [];
        window.source = new EventSource("/events");
        source.onmessage = ({ data, lastEventId }) => ids.push(data === "Number " + lastEventId ? +lastEventId : data);
        arguments[0]();
        """;

    /** Waits until so many events have come. */
    private static final String AWAIT_EVENTS = """
        const [count, done] = arguments;
        const check = () => ids.length >= count && (source.removeEventListener("message", check), done(ids));
        source.addEventListener("message", check);
        check();
        """;

    /** Waits until the browser has lost the stream. */
    private static final String AWAIT_LOSS = """
        const [done] = arguments;
        const check = () => source.readyState !== EventSource.OPEN
            && (source.removeEventListener("error", check), done(source.readyState === EventSource.CONNECTING));
        source.addEventListener("error", check);
        check();
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

    @Tag("WS-041")
    @Tag("WS-060")
    @ParameterizedTest
    @EnumSource
    void browserGetsEachMessageBackAndEitherSideCloses(Kind kind) throws Exception {
        try (TransportProcess server = TransportProcess.start(kind)) {
            TestPage page = page(server.url());
            // The code comes back without the reason.
            assertThat(page.run(CONVERSE, server.url(), "")).isEqualTo(conversation(3001, ""));
            assertThat(page.run(CONVERSE, server.url(), "close 3002 bye")).isEqualTo(conversation(3002, "bye"));
            assertThat(page.consoleErrors()).isEmpty();
        }
    }

    private static Map<String, Object> conversation(long code, String reason) {
        return Map.of(
                "protocol",
                "chat",
                "extensions",
                "permessage-deflate",
                "echoed",
                7L,
                "errors",
                0L,
                "code",
                code,
                "reason",
                reason,
                "wasClean",
                true);
    }

    @Tag("ES-002")
    @ParameterizedTest
    @EnumSource
    void noEventIsMissingOrRepeatedWhenTheServerWasKilled(Kind kind) throws Exception {
        try (TransportProcess first = TransportProcess.start(kind)) {
            TestPage page = page(first.url());
            page.run(LISTEN);
            page.run(AWAIT_EVENTS, 3);
            first.signal("KILL");
            first.awaitEnd(ChildProcess.PATIENCE);
            assertThat(page.run(AWAIT_LOSS)).as("connects again").isEqualTo(true);
            int seen = ids(page, 3).size();
            try (TransportProcess second = TransportProcess.startAt(kind, first.port())) {
                List<?> all = ids(page, seen + 3);
                assertThat(second.port()).isEqualTo(first.port());
                assertThat(all)
                        .isEqualTo(LongStream.rangeClosed(1, all.size()).boxed().toList());
                // Before the server is gone, so that nothing is tried in vain.
                page.run("source.close(); arguments[0]();");
            }
        }
    }

    private static List<?> ids(TestPage page, int atLeast) {
        return (List<?>) page.run(AWAIT_EVENTS, atLeast);
    }
}
