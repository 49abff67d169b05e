package dev.heddle.benchmarks.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.heddle.netty.Http2Mode;
import dev.heddle.netty.NettyServer;
import dev.heddle.websocket.WebSocketHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EchoingClientTest {

    @ParameterizedTest
    @EnumSource(names = {"OFF", "PRIOR_KNOWLEDGE"})
    @Timeout(60)
    void messagesGoToAndFro(Http2Mode mode) throws Exception {
        try (NettyServer server = NettyServer.builder()
                        .port(0)
                        .http2(true)
                        .listener(request -> new WebSocketHandlers().onBinary((socket, bytes) -> socket.send(bytes)))
                        .start();
                EchoingClient client = new EchoingClient(mode, 3, 2, 16)) {
            client.open(server.url());
            assertThat(server.connections()).isEqualTo(3);
            while (client.count() < 100) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    @Timeout(60)
    void anEndIsNoMeasurement() throws Exception {
        try (NettyServer server = NettyServer.builder()
                        .port(0)
                        .listener(request -> new WebSocketHandlers().onBinary((socket, bytes) -> socket.close()))
                        .start();
                EchoingClient client = new EchoingClient(Http2Mode.OFF, 1, 1, 16)) {
            client.open(server.url());
            assertThatIOException()
                    .isThrownBy(() -> {
                        while (client.count() == 0) {
                            Thread.onSpinWait();
                        }
                    })
                    .withMessageContaining("A WebSocket ended");
        }
    }

    @Test
    void aProcessHasProcessorTime() throws Exception {
        assertThat(ProcessorTime.of(ProcessHandle.current().pid())).isPositive();
        assertThatIOException().isThrownBy(() -> ProcessorTime.of(Long.MAX_VALUE));
    }
}
