package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.EventSourceClientOptions;
import dev.heddle.websocket.WebSocketOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What goes wrong on the way to an event stream is told at once, not when the time is up: here it never is. */
@Tag("SEC-44")
class EventStreamFaultsTest {

    private static final int PATIENCE_MILLIS = 60_000;
    private static final Duration EVER = Duration.ofHours(1);

    private final StreamRecorder recorder = new StreamRecorder();

    @Tag("SEC-43")
    @Test
    void proxyThatLeavesWithoutAnAnswerIsTold() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                NettyClient client = client(builder -> builder.proxy("http://127.0.0.1:" + proxy.getLocalPort()))) {
            open(client, "http://server.example/");
            try (Socket taken = accept(proxy)) {
                assertThat(taken.getInputStream().read()).isEqualTo('C');
                taken.shutdownOutput();
                assertThat(recorder.next()).isEqualTo("error");
                assertThat(recorder.errors.poll()).hasMessageContaining("127.0.0.1:" + proxy.getLocalPort());
            }
        }
    }

    @Tag("SEC-40")
    @Test
    void tlsThatTheApplicationSetsUpWronglyIsTold() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                NettyClient client = client(builder -> builder.tlsParameters(parameters -> {
                    throw new IllegalStateException("No such cipher");
                }))) {
            open(client, "https://127.0.0.1:" + server.getLocalPort() + "/");
            assertTold(server, "No such cipher");
        }
    }

    @Tag("SEC-40")
    @Test
    void tlsToTheProxyThatTheApplicationSetsUpWronglyIsTold() throws Exception {
        SSLContext notInitialized = SSLContext.getInstance("TLS");
        try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                NettyClient client = client(builder -> builder.proxy("https://127.0.0.1:" + proxy.getLocalPort())
                        .proxyTls(notInitialized))) {
            open(client, "http://server.example/");
            assertTold(proxy, "not initialized");
        }
    }

    private void assertTold(ServerSocket server, String why) throws Exception {
        try (Socket taken = accept(server)) {
            assertThat(recorder.next()).isEqualTo("error");
            assertThat(recorder.errors.poll()).hasMessageContaining(why);
            // And the connection is not left behind.
            assertThat(taken.getInputStream().read()).isEqualTo(-1);
        }
    }

    private void open(NettyClient client, String url) {
        EventSourceClientOptions options = EventSourceClientOptions.builder()
                .retry(EVER)
                .backoffCap(EVER)
                .responseTimeout(EVER)
                .build();
        client.eventSource(url, options, recorder);
    }

    private static Socket accept(ServerSocket server) throws Exception {
        server.setSoTimeout(PATIENCE_MILLIS);
        Socket taken = server.accept();
        taken.setSoTimeout(PATIENCE_MILLIS);
        return taken;
    }

    private static NettyClient client(UnaryOperator<NettyClient.Builder> set) {
        WebSocketOptions options =
                WebSocketOptions.builder().handshakeTimeout(EVER).build();
        return set.apply(NettyClient.builder().threads(1).options(options)).build();
    }
}
