package dev.heddle.conformance.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.interop.RawPeer;
import dev.heddle.conformance.interop.Recorder;
import dev.heddle.netty.NettyClient;
import dev.heddle.websocket.CloseEvent;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code heddle serve} ends when it is told to, and says so to its clients. */
class ShutdownTest {

    /** What the command promises. */
    private static final Duration PROMISE = Duration.ofSeconds(2);

    @Tag("WS-117")
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void signalEndsTheServerWith1001ToEveryClient(String signal) throws Exception {
        List<Recorder> clients = Stream.generate(Recorder::new).limit(20).toList();
        try (HeddleServe server = HeddleServe.startInterruptible();
                NettyClient client = NettyClient.builder().threads(1).build()) {
            for (Recorder events : clients) {
                client.connect(server.url(), events).join();
            }
            server.signal(signal);
            assertThat(server.awaitEnd(PROMISE)).isZero();
            for (Recorder events : clients) {
                assertThat(events.close())
                        .extracting(CloseEvent::code, CloseEvent::reason, CloseEvent::wasClean)
                        .containsExactly(1001, "", true);
            }
            assertThat(server.result().err()).isEmpty();
        }
    }

    @Test
    void signalEndsAServerWithoutClients() throws Exception {
        try (HeddleServe server = HeddleServe.start()) {
            server.signal("TERM");
            assertThat(server.awaitEnd(PROMISE)).isZero();
            assertThat(server.result().err()).isEmpty();
        }
    }

    @Tag("SEC-50")
    @Test
    void clientsThatDoNotAnswerDoNotHoldUpTheEnd() throws Exception {
        try (HeddleServe server = HeddleServe.start();
                RawPeer silent = RawPeer.open(server.port());
                RawPeer waiting = RawPeer.connect(server.port());
                RawPeer half = RawPeer.connect(server.port())) {
            half.send("GET / HTTP/1.1\r\nHost:");
            server.signal("TERM");
            assertThat(server.awaitEnd(PROMISE)).isZero();
            assertThat(silent.readHex(4)).isEqualTo("880203e9");
            waiting.awaitEnd();
            half.awaitEnd();
        }
    }
}
