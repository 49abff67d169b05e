package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.driver.Response;
import dev.heddle.websocket.CloseEvent;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class NettyServerTest {

    @Test
    void aPortInUseIsAnErrorThatNamesIt() throws Exception {
        try (NettyServer server = NettyServer.builder().port(0).start()) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> NettyServer.builder().port(server.port()).start())
                    .withMessageContaining("Cannot listen on 127.0.0.1:" + server.port());
        }
    }

    @Test
    void aPortOutOfRangeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NettyServer.builder().port(65_536))
                .withMessage("Port must be 0 to 65535, not 65536");
    }

    @Test
    @Tag("WS-117")
    void stoppingClosesEverySocketWith1001() throws Exception {
        Recorder recorder = new Recorder();
        try (NettyClient client = NettyClient.builder().threads(1).build()) {
            NettyServer server = NettyServer.builder().port(0).start();
            client.connect(server.url(), recorder).join();
            server.close();
            assertThat(recorder.closed.join())
                    .extracting(CloseEvent::code, CloseEvent::reason, CloseEvent::wasClean)
                    .containsExactly(1001, "", true);
            assertThat(server.connections()).isZero();
            // A second stop has nothing to do, and says so at once.
            server.close();
        }
    }

    @Test
    void plainRequestsAreAnsweredBesideTheWebSockets() throws Exception {
        try (NettyServer server = NettyServer.builder()
                .port(0)
                .path("/socket")
                .http(request -> Response.text(200, request.method() + " " + request.path()))
                .start()) {
            URI page = URI.create("http://127.0.0.1:" + server.port() + "/a?b");
            try (InputStream body = page.toURL().openStream()) {
                assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("GET /a");
            }
        }
    }

    @Test
    @Tag("WS-039")
    void anotherPathIsNotFound() throws Exception {
        try (NettyClient client = NettyClient.builder().threads(1).build();
                NettyServer server =
                        NettyServer.builder().port(0).path("/socket").start()) {
            Recorder recorder = new Recorder();
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(() -> client.connect("ws://127.0.0.1:" + server.port() + "/other", recorder)
                            .join())
                    .withMessageContaining("Unexpected response code: 404");
            assertThat(recorder.closed.join().wasClean()).isFalse();
        }
    }
}
