package dev.heddle.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A peer that takes nothing holds up the thread that writes to it, and nothing else. */
@Tag("SEC-52")
class Sec52BlockedWriterTest {

    private static final int MEBIBYTE = 1 << 20;

    private static Stream<Executor> threads() {
        return Stream.of(Threads.preferred(), Threads.platform());
    }

    @ParameterizedTest
    @MethodSource("threads")
    void closeTimeoutEndsTheConnection(Executor threads) throws Exception {
        Recorder recorder = new Recorder();
        WebSocketOptions options = WebSocketOptions.builder()
                .closeTimeout(Duration.ofMillis(300))
                .writeStallTimeout(Duration.ZERO)
                .pingInterval(Duration.ZERO)
                .build();
        try (SocketServer server = server(threads, recorder, options);
                RawPeer peer = RawPeer.openNarrow(server.port())) {
            flood(recorder.socket());
            recorder.socket().close();
            CloseEvent event = recorder.closed.join();
            assertThat(event.wasClean()).isFalse();
            peer.awaitEnd();
        }
    }

    @Tag("SEC-14")
    @ParameterizedTest
    @MethodSource("threads")
    void writeStallEndsTheConnectionThatAnEchoHoldsUp(Executor threads) throws Exception {
        Recorder recorder = new Recorder() {
            @Override
            public void onText(WebSocket socket, String message) {
                // On the thread that reads, which therefore is the one that writes.
                flood(socket);
            }
        };
        WebSocketOptions options = WebSocketOptions.builder()
                .writeStallTimeout(Duration.ofMillis(300))
                .pingInterval(Duration.ZERO)
                .build();
        try (SocketServer server = server(threads, recorder, options);
                RawPeer peer = RawPeer.openNarrow(server.port())) {
            peer.send(RawPeer.HELLO);
            assertThat(recorder.error.join()).hasMessageContaining("writeStallTimeout");
            assertThat(recorder.closed.join().code()).isEqualTo(1006);
        }
    }

    @ParameterizedTest
    @MethodSource("threads")
    void peerIsHeardWhileItTakesNothing(Executor threads) throws Exception {
        int messages = 32;
        CountDownLatch heard = new CountDownLatch(messages);
        Recorder echo = new Recorder() {
            @Override
            public void onBinary(WebSocket socket, ByteBuffer message) {
                socket.send(message);
                heard.countDown();
            }
        };
        try (SocketServer server = server(threads, echo, WebSocketOptions.defaults());
                RawPeer peer = RawPeer.openNarrow(server.port())) {
            for (int i = 0; i < messages; i++) {
                // Would be held up itself, if nobody read it.
                peer.sendZeros(MEBIBYTE);
            }
            assertThat(heard.await(Recorder.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(echo.socket().bufferedAmount()).isGreaterThan(MEBIBYTE);
            assertThat(echo.socket().isCongested()).isTrue();
            int echoed = 10 + MEBIBYTE;
            for (int i = 0; i < messages; i++) {
                assertThat(peer.readHex(echoed)).startsWith("827f000000000010").endsWith("0000");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("threads")
    void stopDoesNotWaitForTheWriter(Executor threads) throws Exception {
        Recorder recorder = new Recorder();
        try (SocketServer server = server(threads, recorder, WebSocketOptions.defaults());
                RawPeer peer = RawPeer.openNarrow(server.port())) {
            flood(recorder.socket());
            server.shutdown(Duration.ofMillis(100)).toCompletableFuture().join();
            assertThat(recorder.closed.join().code()).isEqualTo(1006);
            peer.awaitEnd();
        }
    }

    private static SocketServer server(Executor threads, Recorder recorder, WebSocketOptions options) throws Exception {
        return SocketServer.builder()
                .port(0)
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
