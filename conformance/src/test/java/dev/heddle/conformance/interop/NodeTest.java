package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.conformance.command.HeddleServe;
import dev.heddle.netty.NettyClient;
import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The package ws from npm: its client against {@code heddle serve}, and its server against our client. */
class NodeTest {

    @Tag("WS-060")
    @Tag("WS-089")
    @Test
    void wsClientGetsEachMessageBackAndCloses() throws Exception {
        try (HeddleServe server = HeddleServe.start();
                ChildProcess client = ChildProcess.start(Tools.node("echo-client.mjs", server.url()))) {
            ChildProcess.Result result = client.result();
            assertThat(result.err()).isEmpty();
            assertThat(result.out())
                    .containsExactly("{\"echoed\":[15,0,4,1048576,62914560],\"pong\":\"are you there?\","
                            + "\"code\":3001,\"reason\":\"\"}");
            assertThat(result.status()).isZero();
        }
    }

    @Tag("WS-050")
    @Tag("WS-060")
    @Test
    void wsServerGivesOurClientEachMessageBack() throws Exception {
        Recorder events = new Recorder();
        try (ChildProcess server = ChildProcess.start(Tools.node("echo-server.mjs"));
                NettyClient client = NettyClient.builder().threads(1).build()) {
            WebSocket socket = Recorder.await(client.connect(server.awaitOut(line -> line.startsWith("ws:")), events));
            assertThat(socket.send("Grüße, 世界")).isTrue();
            assertThat(events.message()).isEqualTo("Grüße, 世界");
            for (int size : new int[] {0, 4, 1 << 20, 60 << 20}) {
                byte[] bytes = new byte[size];
                new Random(size).nextBytes(bytes);
                assertThat(socket.send(ByteBuffer.wrap(bytes))).isTrue();
                assertThat(events.message()).isEqualTo(ByteBuffer.wrap(bytes));
            }
            CountDownLatch ponged = new CountDownLatch(1);
            assertThat(socket.ping(ByteBuffer.wrap(new byte[] {1, 2}), ponged::countDown))
                    .isTrue();
            assertThat(ponged.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(socket.close(3001, "enough")).isTrue();
            assertThat(events.close())
                    .extracting(CloseEvent::code, CloseEvent::reason, CloseEvent::wasClean)
                    .containsExactly(3001, "enough", true);
            assertThat(server.awaitOut(line -> line.startsWith("{")))
                    .isEqualTo("{\"code\":3001,\"reason\":\"enough\"}");
            assertThat(events.errors()).isEmpty();
        }
    }
}
