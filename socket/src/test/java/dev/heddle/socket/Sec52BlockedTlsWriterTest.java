package dev.heddle.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** By TLS, whose own good-bye would wait for the thread that writes: a peer that takes nothing holds up no close and no abort. */
@Tag("SEC-52")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class Sec52BlockedTlsWriterTest {

    private static final int MEBIBYTE = 1 << 20;
    private static final Duration SHORT = Duration.ofMillis(300);

    private static Stream<Arguments> cases() {
        return Stream.of("TLSv1.2", "TLSv1.3").flatMap(version -> Stream.of(Threads.preferred(), Threads.platform())
                .map(threads -> Arguments.of(version, threads)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void closeFromTheLoopEndsAtItsTimeout(String version, Executor threads) throws Exception {
        Recorder recorder = new Recorder() {
            @Override
            public void onText(WebSocket socket, String message) {
                // On the loop, and while another thread is in the write.
                assertThat(socket.close()).isTrue();
            }
        };
        WebSocketOptions options = WebSocketOptions.builder()
                .closeTimeout(SHORT)
                .writeStallTimeout(Duration.ZERO)
                .pingInterval(Duration.ZERO)
                .build();
        try (SocketServer server = server(version, threads, recorder, options);
                RawPeer peer = RawPeer.openNarrowByTls(server.port())) {
            flood(recorder.socket());
            peer.send(RawPeer.HELLO);
            CloseEvent event = recorder.closed.get(Recorder.PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(event.wasClean()).isFalse();
            peer.awaitEnd();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void abortOfAStalledWriteEndsIt(String version, Executor threads) throws Exception {
        Recorder recorder = new Recorder();
        WebSocketOptions options = WebSocketOptions.builder()
                .writeStallTimeout(SHORT)
                .pingInterval(Duration.ZERO)
                .build();
        try (SocketServer server = server(version, threads, recorder, options);
                RawPeer peer = RawPeer.openNarrowByTls(server.port())) {
            flood(recorder.socket());
            assertThat(recorder.closed
                            .get(Recorder.PATIENCE_SECONDS, TimeUnit.SECONDS)
                            .code())
                    .isEqualTo(1006);
            assertThat(recorder.error.join()).hasMessageContaining("writeStallTimeout");
            peer.awaitEnd();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void endOfThePeersOutputDoesNotKeepTheStallFromBeingSeen(String version, Executor threads) throws Exception {
        Recorder recorder = new Recorder();
        WebSocketOptions options = WebSocketOptions.builder()
                .closeTimeout(SHORT)
                .writeStallTimeout(SHORT)
                .pingInterval(Duration.ZERO)
                .build();
        try (SocketServer server = server(version, threads, recorder, options);
                RawPeer peer = RawPeer.openNarrowByTls(server.port())) {
            flood(recorder.socket());
            // By TLS 1.2 the reader answers that, and waits for the writer.
            peer.shutdownOutput();
            assertThat(recorder.closed
                            .get(Recorder.PATIENCE_SECONDS, TimeUnit.SECONDS)
                            .code())
                    .isEqualTo(1006);
            peer.awaitEnd();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void stopDoesNotWaitForTheWriter(String version, Executor threads) throws Exception {
        Recorder recorder = new Recorder();
        try (SocketServer server = server(version, threads, recorder, WebSocketOptions.defaults());
                RawPeer peer = RawPeer.openNarrowByTls(server.port())) {
            flood(recorder.socket());
            server.shutdown(SHORT).toCompletableFuture().get(Recorder.PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(recorder.closed.join().code()).isEqualTo(1006);
            peer.awaitEnd();
        }
    }

    private static SocketServer server(String version, Executor threads, Recorder recorder, WebSocketOptions options)
            throws Exception {
        return SocketServer.builder()
                .port(0)
                .tls(Certificates.loopback(version))
                .threads(threads)
                .options(options)
                .listener(request -> recorder)
                .start();
    }

    /** Sends more than the network takes. */
    private static void flood(WebSocket socket) {
        for (int i = 0; i < 16; i++) {
            assertThat(socket.send(ByteBuffer.allocate(MEBIBYTE))).isTrue();
        }
    }
}
