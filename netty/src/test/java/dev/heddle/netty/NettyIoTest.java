package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NettyIoTest {

    @ParameterizedTest
    @EnumSource
    void serverAndClientSpeakByEachOne(NettyIo io) throws Exception {
        assumeTrue(io.isAvailable(), () -> io + " is not available here: " + io.missing());
        Recorder recorder = new Recorder();
        try (NettyServer server = NettyServer.builder()
                        .io(io)
                        .port(0)
                        .listener(request -> new Echo())
                        .start();
                NettyClient client = NettyClient.builder().io(io).threads(1).build()) {
            WebSocket socket = client.connect(server.url(), recorder).join();
            String message = "a".repeat(300_000);
            assertThat(socket.send(message)).isTrue();
            assertThat(recorder.message()).isEqualTo(message);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotAvailableIsRefusedWithTheReason(NettyIo io) {
        if (io.isAvailable()) {
            assertThat(io.checkAvailable()).isSameAs(io);
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> NettyServer.builder().io(io))
                    .withMessageContaining(io.name());
        }
    }

    @Test
    void preferredOneIsAvailable() {
        assertThat(NettyIo.preferred().isAvailable()).isTrue();
    }

    private static final class Echo implements WebSocketListener {

        @Override
        public void onText(WebSocket socket, String message) {
            socket.send(message);
        }
    }
}
