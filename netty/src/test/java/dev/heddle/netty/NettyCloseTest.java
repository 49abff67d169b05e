package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class NettyCloseTest {

    private static final String UPGRADE = """
        GET / HTTP/1.1
        Host: localhost
        Connection: Upgrade
        Upgrade: websocket
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

        """.replace("\n", "\r\n");
    private static final int MESSAGES = 20;

    /** The time to linger runs from the end of what is sent, not from the decision to end. */
    @Test
    @Tag("WS-083")
    void whoClosesInOrderGetsWhatWasSentBefore() throws Exception {
        CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
        WebSocketListener sender = new WebSocketListener() {
            @Override
            public void onOpen(WebSocket socket) {
                for (int i = 0; i < MESSAGES; i++) {
                    socket.send(ByteBuffer.allocate(1 << 20));
                }
            }

            @Override
            public void onClose(WebSocket socket, CloseEvent event) {
                closed.complete(event);
            }
        };
        try (NettyServer server = NettyServer.builder()
                        .port(0)
                        .options(WebSocketOptions.builder()
                                .linger(Duration.ofMillis(1))
                                .build())
                        .listener(request -> sender)
                        .start();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            sent.write(UPGRADE.getBytes(StandardCharsets.US_ASCII));
            sent.write(HexFormat.of().parseHex("88820000000003e8"));
            socket.getOutputStream().write(sent.toByteArray());

            byte[] received = socket.getInputStream().readAllBytes();

            assertThat(received).hasSizeGreaterThan(MESSAGES << 20);
            assertThat(HexFormat.of().formatHex(received, received.length - 4, received.length))
                    .isEqualTo("880203e8");
        }
        assertThat(closed.join())
                .extracting(CloseEvent::code, CloseEvent::reason, CloseEvent::wasClean)
                .containsExactly(1000, "", true);
    }
}
