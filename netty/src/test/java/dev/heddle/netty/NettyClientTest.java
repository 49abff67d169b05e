package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class NettyClientTest {

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
        try (NettyClient client = NettyClient.builder().threads(1).build()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> client.connect("mailto:a", new Recorder()))
                    .withMessage("mailto:a is not a valid WebSocket URL");
        }
    }

    @Test
    void lessThanOneAttemptAtATimeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NettyClient.builder().maxConnecting(0))
                .withMessage("maxConnecting must be at least 1, not 0");
    }

    @Test
    void whatWasAskedForJustBeforeTheClientIsClosedFailsToo() {
        for (int i = 0; i < 100; i++) {
            Recorder recorder = new Recorder();
            NettyClient client = NettyClient.builder().threads(1).build();
            CompletableFuture<WebSocket> opening = client.connect("ws://127.0.0.1:1/", recorder);
            client.close();
            assertThat(opening).isCompletedExceptionally();
            assertThat(recorder.closed)
                    .isCompletedWithValueMatching(event -> event.code() == 1006 && !event.wasClean());
        }
    }

    @Tag("API-001")
    @Test
    void schemeOfHttpStandsForTheWebSockets() throws Exception {
        try (NettyServer server = NettyServer.builder().port(0).start();
                NettyClient client = NettyClient.builder().build()) {
            String http = server.url().replaceFirst("^ws:", "HTTP:");
            WebSocket socket = client.connect(http, new Recorder()).get(10, TimeUnit.SECONDS);
            assertThat(socket.url()).isEqualTo(server.url());
        }
    }

    @Test
    void closingInsideAListenerDoesNotHang() throws Exception {
        try (NettyServer server = NettyServer.builder().port(0).start()) {
            NettyClient client = NettyClient.builder().threads(1).build();
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

    private static void assertFails(String url, String expected) {
        Recorder recorder = new Recorder();
        try (NettyClient client = NettyClient.builder().threads(1).build()) {
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(() -> client.connect(url, recorder).join())
                    .withMessageContaining(expected);
            assertThat(recorder.error.join()).hasMessageContaining(expected);
            assertThat(recorder.closed.join())
                    .extracting(CloseEvent::code, CloseEvent::reason, CloseEvent::wasClean)
                    .containsExactly(1006, "", false);
        }
    }
}
