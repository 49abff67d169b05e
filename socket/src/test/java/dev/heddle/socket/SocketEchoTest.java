package dev.heddle.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.ReadyState;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our client against our server, over real sockets. */
class SocketEchoTest {

    /** What is between the two. */
    private enum Way {
        PLAIN(null, false),
        PLATFORM_THREADS(null, true),
        TLS_1_2("TLSv1.2", false),
        TLS_1_3("TLSv1.3", false),
        TLS_PLATFORM_THREADS("TLSv1.3", true);

        final String tls;
        final boolean platform;

        Way(String tls, boolean platform) {
            this.tls = tls;
            this.platform = platform;
        }

        Executor threads() {
            return platform ? Threads.platform() : Threads.preferred();
        }
    }

    private static final class Echo implements WebSocketListener {

        @Override
        public void onText(WebSocket socket, String message) {
            socket.send(message);
        }

        @Override
        public void onBinary(WebSocket socket, ByteBuffer message) {
            socket.send(message);
        }
    }

    private static SocketServer server(Way way) throws Exception {
        SocketServer.Builder builder =
                SocketServer.builder().port(0).threads(way.threads()).listener(request -> new Echo());
        return way.tls == null
                ? builder.start()
                : builder.tls(Certificates.loopback(way.tls)).start();
    }

    private static SocketClient client(Way way) throws Exception {
        SocketClient.Builder builder = SocketClient.builder().threads(way.threads());
        return way.tls == null
                ? builder.build()
                : builder.tls(Certificates.trusting(way.tls)).build();
    }

    @ParameterizedTest
    @EnumSource
    void messagesOfEverySizeComeBack(Way way) throws Exception {
        Recorder recorder = new Recorder();
        try (SocketServer server = server(way);
                SocketClient client = client(way)) {
            WebSocket socket = client.connect(server.url(), recorder).join();
            for (int size : new int[] {0, 1, 125, 126, 65_535, 65_536, 1 << 20, 20_000_000}) {
                byte[] bytes = new byte[size];
                new Random(size).nextBytes(bytes);
                assertThat(socket.send(ByteBuffer.wrap(bytes))).isTrue();
                assertThat(recorder.message()).isEqualTo(ByteBuffer.wrap(bytes));
            }
            assertThat(socket.send("héllo \ud83d\ude00")).isTrue();
            assertThat(recorder.message()).isEqualTo("héllo \ud83d\ude00");
        }
    }

    @ParameterizedTest
    @EnumSource
    void orderIsKeptAcrossManyMessages(Way way) throws Exception {
        Recorder recorder = new Recorder();
        try (SocketServer server = server(way);
                SocketClient client = client(way)) {
            WebSocket socket = client.connect(server.url(), recorder).join();
            for (int i = 0; i < 10_000; i++) {
                socket.send("message " + i);
            }
            for (int i = 0; i < 10_000; i++) {
                assertThat(recorder.message()).isEqualTo("message " + i);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("API-010")
    void closeIsCleanWithCodeAndReason(Way way) throws Exception {
        Recorder recorder = new Recorder();
        try (SocketServer server = server(way);
                SocketClient client = client(way)) {
            WebSocket socket = client.connect(server.url(), recorder).join();
            assertThat(socket.close(3001, "bye")).isTrue();
            assertThat(socket.close()).isFalse();
            CloseEvent event = recorder.closed.join();
            assertThat(event.code()).isEqualTo(3001);
            assertThat(event.wasClean()).isTrue();
            assertThat(socket.readyState()).isEqualTo(ReadyState.CLOSED);
            assertThat(recorder.error).isNotDone();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("WS-083")
    void whatWasSentBeforeTheCloseArrives(Way way) throws Exception {
        Recorder recorder = new Recorder();
        try (SocketServer server = server(way);
                SocketClient client = client(way)) {
            WebSocket socket = client.connect(server.url(), recorder).join();
            byte[] bytes = new byte[5_000_000];
            socket.send(ByteBuffer.wrap(bytes));
            socket.send("last");
            socket.close();
            assertThat(recorder.closed.join().wasClean()).isTrue();
            assertThat(recorder.message()).isEqualTo(ByteBuffer.wrap(bytes));
            assertThat(recorder.message()).isEqualTo("last");
        }
    }
}
