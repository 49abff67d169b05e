package dev.heddle.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.PartialListener;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SocketClientTest {

    @Test
    @Tag("WS-008")
    void aRefusedConnectionIsOneErrorAndOneClose() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertFails("ws://127.0.0.1:" + port + "/", "Network error: ws://127.0.0.1:" + port + "/");
    }

    @Test
    @Tag("WS-008")
    void aNameThatNobodyKnowsIsOneErrorAndOneClose() {
        assertFails("ws://name.invalid/", "name.invalid");
    }

    @Test
    @Tag("API-001")
    void aBadUrlIsRefusedAtTheCall() {
        try (SocketClient client = SocketClient.builder().build()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> client.connect("mailto:a", new Recorder()))
                    .withMessage("mailto:a is not a valid WebSocket URL");
        }
    }

    @Test
    void lessThanOneAttemptAtATimeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SocketClient.builder().maxConnecting(0))
                .withMessage("maxConnecting must be at least 1, not 0");
    }

    @Test
    void whatWasAskedForJustBeforeTheClientIsClosedFailsToo() {
        for (int i = 0; i < 100; i++) {
            Recorder recorder = new Recorder();
            SocketClient client = SocketClient.builder().build();
            CompletableFuture<WebSocket> opening = client.connect("ws://127.0.0.1:1/", recorder);
            client.close();
            assertThat(opening).isCompletedExceptionally();
            assertThat(recorder.closed.getNow(null).code()).isEqualTo(1006);
        }
    }

    @Tag("API-001")
    @Test
    void schemeOfHttpStandsForTheWebSockets() throws Exception {
        try (SocketServer server = SocketServer.builder().port(0).start();
                SocketClient client = SocketClient.builder().build()) {
            String http = server.url().replaceFirst("^ws:", "HTTP:");
            WebSocket socket = client.connect(http, new Recorder()).get(10, TimeUnit.SECONDS);
            assertThat(socket.url()).isEqualTo(server.url());
        }
    }

    @Test
    void closingInsideAListenerDoesNotHang() throws Exception {
        try (SocketServer server = SocketServer.builder().port(0).start()) {
            SocketClient client = SocketClient.builder().build();
            CompletableFuture<Void> returned = new CompletableFuture<>();
            WebSocket socket = client.connect(server.url(), new WebSocketListener() {
                        @Override
                        public void onClose(WebSocket closed, CloseEvent event) {
                            client.close();
                            returned.complete(null);
                        }
                    })
                    .join();
            socket.close();
            returned.join();
            assertThatIllegalStateException()
                    .isThrownBy(() -> client.connect(server.url(), new Recorder()))
                    .withMessage("The client is closed");
        }
    }

    @Test
    void serverThatNeverAnswersIsGivenUp() throws Exception {
        Recorder recorder = new Recorder();
        WebSocketOptions options = WebSocketOptions.builder()
                .handshakeTimeout(Duration.ofMillis(300))
                .build();
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SocketClient client = SocketClient.builder()
                        .options(options)
                        .tls(Certificates.trusting("TLS"))
                        .build()) {
            CompletableFuture<WebSocket> opening =
                    client.connect("wss://127.0.0.1:" + mute.getLocalPort() + "/", recorder);
            assertThatExceptionOfType(CompletionException.class).isThrownBy(opening::join);
            assertThat(recorder.error.join()).hasMessageContaining("handshakeTimeout");
            assertThat(recorder.closed.join().code()).isEqualTo(1006);
        }
    }

    @Test
    void futureThatIsCancelledClosesTheSocket() throws Exception {
        Recorder recorder = new Recorder();
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SocketClient client = SocketClient.builder().build()) {
            CompletableFuture<WebSocket> opening =
                    client.connect("ws://127.0.0.1:" + mute.getLocalPort() + "/", recorder);
            assertThat(opening.cancel(false)).isTrue();
            assertThat(recorder.closed.join().code()).isEqualTo(1006);
        }
    }

    @Test
    void attemptsToOneAddressGoOneBehindTheOther() throws Exception {
        try (SocketServer server = SocketServer.builder().port(0).start();
                SocketClient client = SocketClient.builder().build()) {
            List<CompletableFuture<WebSocket>> opening = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                opening.add(client.connect(server.url(), new Recorder()));
            }
            for (CompletableFuture<WebSocket> each : opening) {
                assertThat(each.join().isCongested()).isFalse();
            }
            assertThat(server.connections()).isEqualTo(20);
        }
    }

    @Test
    void messagesComeInPartsToWhoWantsThem() throws Exception {
        CompletableFuture<Integer> received = new CompletableFuture<>();
        PartialListener parts = new PartialListener() {
            private int length;

            @Override
            public void onPartialText(WebSocket socket, ByteBuffer utf8, boolean last) {
                received.completeExceptionally(new AssertionError("Text"));
            }

            @Override
            public void onPartialBinary(WebSocket socket, ByteBuffer data, boolean last) {
                length += data.remaining();
                if (last) {
                    received.complete(length);
                }
            }
        };
        Recorder recorder = new Recorder();
        try (SocketServer server = SocketServer.builder()
                        .port(0)
                        .listener(request -> recorder)
                        .start();
                SocketClient client = SocketClient.builder().build()) {
            assertThat(client.connect(server.url(), parts).join()).isNotNull();
            recorder.socket().send(ByteBuffer.allocate(1_000_000));
            assertThat(received.join()).isEqualTo(1_000_000);
        }
    }

    @Test
    @Tag("SEC-40")
    void certificateOfAnotherNameIsRefused() throws Exception {
        Recorder accepted = new Recorder();
        Recorder recorder = new Recorder();
        try (SocketServer server = SocketServer.builder()
                        .port(0)
                        .tls(Certificates.other())
                        .listener(request -> accepted)
                        .start();
                SocketClient client =
                        SocketClient.builder().tls(Certificates.trusting("TLS")).build()) {
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(() -> client.connect(server.url(), recorder).join())
                    .withMessageContaining("127.0.0.1");
            assertThat(recorder.closed.join().code()).isEqualTo(1006);
            assertThat(accepted.opened).isNotDone();
        }
    }

    @Test
    @Tag("SEC-40")
    void certificateOfAnUnknownAuthorityIsRefused() throws Exception {
        Recorder recorder = new Recorder();
        try (SocketServer server = SocketServer.builder()
                        .port(0)
                        .tls(Certificates.loopback("TLS"))
                        .start();
                SocketClient client = SocketClient.builder().build()) {
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(() -> client.connect(server.url(), recorder).join());
            assertThat(recorder.error.join()).hasMessageContaining("Network error");
        }
    }

    private static void assertFails(String url, String expected) {
        Recorder recorder = new Recorder();
        try (SocketClient client = SocketClient.builder().build()) {
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(() -> client.connect(url, recorder).join())
                    .withMessageContaining(expected);
            assertThat(recorder.error.join()).hasMessageContaining(expected);
            assertThat(recorder.closed.join().code()).isEqualTo(1006);
        }
    }

    @Test
    void closingEndsEverySocketEvenIfTheExecutorTakesNoMore() throws Exception {
        try (SocketServer server = SocketServer.builder().port(0).start()) {
            ExecutorService threads = Executors.newCachedThreadPool();
            SocketClient client = SocketClient.builder().threads(threads).build();
            Recorder recorder = new Recorder();
            client.connect(server.url(), recorder).join();
            threads.shutdown();
            client.close();
            assertThat(recorder.closed.join().code()).isEqualTo(1006);
        }
    }
}
