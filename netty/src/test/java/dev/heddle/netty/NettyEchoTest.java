package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.ReadyState;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Our client against our server, over real sockets. */
class NettyEchoTest {

    private static final WebSocketOptions PROTOCOLS = WebSocketOptions.builder()
            .driver(driver -> driver.protocols(List.of("chat", "superchat")))
            .build();

    private NettyServer server;
    private NettyClient client;

    @BeforeEach
    void start() throws Exception {
        server = NettyServer.builder()
                .port(0)
                .options(PROTOCOLS)
                .listener(request -> new WebSocketListener() {
                    @Override
                    public void onText(WebSocket socket, String message) {
                        socket.send(message);
                    }

                    @Override
                    public void onBinary(WebSocket socket, ByteBuffer message) {
                        socket.send(message);
                    }
                })
                .start();
        client = NettyClient.builder().threads(1).options(PROTOCOLS).build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void messagesOfEverySizeComeBack() throws Exception {
        Recorder recorder = new Recorder();
        WebSocket socket = client.connect(server.url(), recorder).join();

        for (int size : new int[] {0, 1, 125, 126, 65_535, 65_536, 1 << 20, 20_000_000}) {
            byte[] bytes = new byte[size];
            new Random(size).nextBytes(bytes);
            assertThat(socket.send(ByteBuffer.wrap(bytes))).isTrue();
            assertThat(recorder.message()).isEqualTo(ByteBuffer.wrap(bytes));
        }
        assertThat(socket.send("héllo \ud83d\ude00")).isTrue();
        assertThat(recorder.message()).isEqualTo("héllo \ud83d\ude00");
        assertThat(socket.bufferedAmount()).isZero();
    }

    @Test
    void orderIsKeptAcrossManyMessages() throws Exception {
        Recorder recorder = new Recorder();
        WebSocket socket = client.connect(server.url(), recorder).join();

        for (int i = 0; i < 10_000; i++) {
            socket.send("message " + i);
        }
        for (int i = 0; i < 10_000; i++) {
            assertThat(recorder.message()).isEqualTo("message " + i);
        }
    }

    @Test
    @Tag("API-010")
    void closeIsCleanWithCodeAndReason() {
        Recorder recorder = new Recorder();
        WebSocket socket = client.connect(server.url(), recorder).join();

        assertThat(socket.protocol()).isEqualTo("chat");
        assertThat(socket.close(3001, "bye")).isTrue();
        assertThat(socket.close()).isFalse();
        assertThat(recorder.closed.join())
                .extracting(CloseEvent::code, CloseEvent::reason, CloseEvent::wasClean)
                .containsExactly(3001, "", true);
        assertThat(socket.readyState()).isEqualTo(ReadyState.CLOSED);
        assertThat(recorder.error).isNotDone();
    }

    @Test
    void whatWasSentBeforeTheCloseArrives() throws Exception {
        Recorder recorder = new Recorder();
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
