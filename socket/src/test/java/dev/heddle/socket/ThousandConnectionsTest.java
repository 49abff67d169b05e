package dev.heddle.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Where threads cost little. */
@EnabledForJreRange(min = JRE.JAVA_21)
class ThousandConnectionsTest {

    private static final int CONNECTIONS = 1000;

    @Test
    void aThousandConnectionsAreServedAtOnce() throws Exception {
        try (SocketServer server = SocketServer.builder()
                        .port(0)
                        .listener(request -> new WebSocketListener() {
                            @Override
                            public void onText(WebSocket socket, String message) {
                                socket.send(message);
                            }
                        })
                        .start();
                SocketClient client = SocketClient.builder().maxConnecting(50).build()) {
            List<Recorder> recorders = new ArrayList<>();
            List<CompletableFuture<WebSocket>> opening = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                Recorder recorder = new Recorder();
                recorders.add(recorder);
                opening.add(client.connect(server.url(), recorder));
            }
            for (CompletableFuture<WebSocket> each : opening) {
                each.join().send("Hello");
            }
            for (Recorder recorder : recorders) {
                assertThat(recorder.message()).isEqualTo("Hello");
            }
            assertThat(server.connections()).isEqualTo(CONNECTIONS);
        }
    }
}
