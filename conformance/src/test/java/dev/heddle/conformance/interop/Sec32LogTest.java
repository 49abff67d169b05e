package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.netty.NettyClient;
import dev.heddle.websocket.WebSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a peer names, in any header, is neither a key of anything nor free to write into the log. */
@Tag("SEC-32")
class Sec32LogTest {

    /** More than the words around what is the peer's, of which at most 256 characters are kept. */
    private static final int LONGEST = 600;

    private static final List<String> HOSTILE = List.of(
            "x\r\nWARNING: forged",
            "x\u001b[2J",
            // Of one byte in HTTP, and a control of its own on a terminal.
            "x\u009b2J\u0085forged",
            "constructor",
            "__proto__",
            "y".repeat(4000));

    private final Logger root = Logger.getLogger("dev.heddle");
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Handler capture = new Handler() {

        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord logged) {
            lines.add(formatter.formatMessage(logged));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private Level levelBefore;
    private boolean toParentBefore;

    @BeforeEach
    void capture() {
        levelBefore = root.getLevel();
        toParentBefore = root.getUseParentHandlers();
        capture.setLevel(Level.ALL);
        root.setLevel(Level.ALL);
        root.setUseParentHandlers(false);
        root.addHandler(capture);
    }

    @AfterEach
    void release() {
        root.removeHandler(capture);
        root.setUseParentHandlers(toParentBefore);
        root.setLevel(levelBefore);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "Upgrade",
                "Connection",
                "Origin",
                "Cookie",
                "Sec-WebSocket-Key",
                "Sec-WebSocket-Version",
                "Sec-WebSocket-Protocol",
                "Sec-WebSocket-Extensions"
            })
    void noHeaderWritesIntoTheLog(String name) throws Exception {
        try (TestServer server =
                TestServer.start(options -> options.driver(driver -> driver.protocols(List.of("chat"))))) {
            for (String value : HOSTILE) {
                try (RawPeer peer = RawPeer.connect(server.port())) {
                    UpgradeRequest request = new UpgradeRequest().without(name).with(name + ": " + value);
                    peer.send(request.bytes());
                    String head = peer.readHead();
                    assertThat(head)
                            .startsWith("HTTP/1.1 ")
                            .doesNotContain("forged")
                            .doesNotContain("\u001b");
                    if (name.equals("Sec-WebSocket-Protocol") && head.startsWith("HTTP/1.1 101 ")) {
                        assertThat(head).doesNotContain("Sec-WebSocket-Protocol");
                    }
                }
            }
        }
        assertThat(lines).allSatisfy(Sec32LogTest::isOneCleanLine);
    }

    @Test
    void whatIsRefusedIsLoggedWithItsControlsEscaped() throws Exception {
        try (TestServer server = TestServer.start(options -> {});
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(new UpgradeRequest()
                    .set("Sec-WebSocket-Version", "x\u009b2J" + "y".repeat(4000))
                    .bytes());
            assertThat(peer.readHead()).startsWith("HTTP/1.1 426 ");
            peer.awaitEnd();
        }
        assertThat(lines).anyMatch(line -> line.contains("x\\u009b2Jyyy")).allSatisfy(Sec32LogTest::isOneCleanLine);
    }

    @Test
    void whatAServerAnswersIsLoggedWithItsControlsEscaped() throws Exception {
        for (String value : HOSTILE.subList(1, HOSTILE.size())) {
            answered("HTTP/1.1 101 " + value + "\r\nUpgrade: " + value + "\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Extensions: " + value + "\r\n\r\n");
        }
        assertThat(lines).isNotEmpty().allSatisfy(Sec32LogTest::isOneCleanLine);
    }

    /** Lets a client of ours get an answer, and waits until it is done with that. */
    private static void answered(String response) throws IOException, InterruptedException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                NettyClient client = NettyClient.builder().build()) {
            Recorder events = new Recorder();
            CompletableFuture<WebSocket> opening =
                    client.connect("ws://127.0.0.1:" + listening.getLocalPort() + "/", events);
            try (RawPeer peer = new RawPeer(listening.accept())) {
                peer.readHead();
                peer.send(response.getBytes(StandardCharsets.ISO_8859_1));
                peer.shutdownOutput();
                events.close();
            }
            assertThatThrownBy(opening::join).hasMessageMatching("[^\\p{Cntrl}\\u0080-\\u009f]*");
        }
    }

    private static void isOneCleanLine(String line) {
        assertThat(line).hasSizeLessThan(LONGEST).doesNotContain("forged\n").matches("[^\\p{Cntrl}\\u0080-\\u009f]*");
    }
}
