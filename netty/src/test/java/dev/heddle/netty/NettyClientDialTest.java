package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host's addresses are tried as RFC 8305 §5 has it. */
class NettyClientDialTest {

    /** So long that a test that has to wait for it fails. */
    private static final Duration NEVER = Duration.ofDays(1);

    private static final InetAddress GOOD = address(1);
    private static final InetAddress OTHER = address(2);
    private static final InetAddress NOBODY = address(3);

    @Test
    void anAddressThatRefusesIsPassedOver() throws Exception {
        try (NettyServer server = server();
                NettyClient client = client(NOBODY, OTHER, GOOD)) {
            opens(client, server.port()).close();
        }
    }

    /** As behind a broken IPv6: were it waited for, the test would not end. */
    @EnabledOnOs(OS.LINUX)
    @Test
    void anAddressThatDoesNotAnswerCostsNoMoreThanTheDelay() throws Exception {
        try (NettyServer server = server();
                Silent silent = new Silent(server.port());
                NettyClient client = client(OTHER, GOOD)) {
            opens(client, server.port());
            // The one that lost has given its turn back.
            opens(client, server.port());
            assertThat(silent.isOpen()).isTrue();
        }
    }

    @Test
    void whenNoAddressAnswersTheErrorTellsOfAll() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (NettyClient client = client(OTHER, NOBODY)) {
            Recorder recorder = new Recorder();
            CompletableFuture<WebSocket> opening = client.connect("ws://localhost:" + port + "/", recorder);
            Throwable cause = recorder.error.join().getCause();
            assertThat(cause).hasMessageContaining("127.0.0.2");
            assertThat(cause.getSuppressed()).singleElement().asString().contains("127.0.0.3");
            assertLost(recorder);
            // It is told behind the close event.
            assertThat(opening.handle((open, failure) -> failure).join()).isNotNull();
        }
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void cancellingGivesAllAttemptsUp() throws Exception {
        try (NettyServer server = server();
                Silent silent = new Silent(server.port());
                NettyClient client = client(OTHER)) {
            assertThat(silent.isOpen()).isTrue();
            Recorder recorder = new Recorder();
            CompletableFuture<WebSocket> opening = client.connect("ws://localhost:" + server.port() + "/", recorder);
            assertThat(opening.cancel(true)).isTrue();
            assertThat(recorder.error.join()).hasMessageContaining("closed before the connection was established");
            assertLost(recorder);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoIsGivenUpWhileTheNameIsLookedUpIsTold(boolean cancelled) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Recorder recorder = new Recorder();
        NettyClient client = client(builder -> builder.resolver(host -> {
            asked.countDown();
            await(answer);
            return new InetAddress[] {GOOD};
        }));
        CompletableFuture<WebSocket> opening = client.connect("ws://localhost/", recorder);
        await(asked);
        if (cancelled) {
            opening.cancel(true);
        } else {
            client.close();
        }
        assertThat(recorder.error.join())
                .hasMessageContaining(
                        cancelled ? "closed before the connection was established" : "the connection was lost");
        assertLost(recorder);
        answer.countDown();
        client.close();
    }

    @Test
    void aNameThatIsNotFoundInTimeIsAnErrorThatNamesTheLimit() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        Recorder recorder = new Recorder();
        try (NettyClient client =
                client(builder -> builder.connectTimeout(Duration.ofMillis(1)).resolver(host -> {
                    await(answer);
                    throw new UnknownHostException(host);
                }))) {
            client.connect("ws://localhost/", recorder);
            assertThat(recorder.error.join())
                    .hasMessageContaining("No address of localhost was found within PT0.001S (connectTimeout)");
            assertLost(recorder);
        } finally {
            answer.countDown();
        }
    }

    @Test
    void aResolverThatThrowsIsOneError() {
        try (NettyClient client = client(builder -> builder.resolver(host -> {
            throw new IllegalStateException("crash");
        }))) {
            Recorder recorder = new Recorder();
            client.connect("ws://localhost/", recorder);
            assertThat(recorder.error.join()).hasMessageContaining("crash");
            assertLost(recorder);
        }
    }

    @Test
    void parametersOfTlsThatThrowAreOneError() throws Exception {
        try (NettyServer server = server();
                NettyClient client = client(builder -> builder.resolver(host -> new InetAddress[] {GOOD})
                        .tlsParameters(parameters -> {
                            throw new IllegalStateException("crash");
                        }))) {
            Recorder recorder = new Recorder();
            client.connect("wss://localhost:" + server.port() + "/", recorder);
            assertThat(recorder.error.join()).hasMessageContaining("crash");
            assertLost(recorder);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.009999999S", "PT2.000000001S", "PT-1S"})
    void delayHasItsRange(String delay) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NettyClient.builder().attemptDelay(Duration.parse(delay)))
                .withMessage("attemptDelay must be 10 ms to 2 s, not " + delay);
    }

    private static WebSocket opens(NettyClient client, int port) {
        return client.connect("ws://localhost:" + port + "/", new Recorder()).join();
    }

    private static void assertLost(Recorder recorder) {
        assertThat(recorder.closed.join())
                .extracting(CloseEvent::code, CloseEvent::reason, CloseEvent::wasClean)
                .containsExactly(1006, "", false);
    }

    private static NettyServer server() throws Exception {
        return NettyServer.builder()
                .port(0)
                .host("127.0.0.1")
                .listener(request -> new Recorder())
                .start();
    }

    private static NettyClient client(InetAddress... addresses) {
        return client(builder -> builder.resolver(host -> addresses));
    }

    private static NettyClient client(Consumer<NettyClient.Builder> change) {
        NettyClient.Builder builder =
                NettyClient.builder().threads(1).connectTimeout(NEVER).attemptDelay(Duration.ofMillis(10));
        change.accept(builder);
        return builder.build();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** A port of the other address whose queue is full, so that Linux drops who else comes. */
    private static final class Silent implements AutoCloseable {

        private final ServerSocket listening;
        private final List<Socket> filling = new ArrayList<>();

        Silent(int port) throws IOException {
            listening = new ServerSocket(port, 1, OTHER);
            // One more than the queue is said to hold fits in.
            for (int i = 0; i < 2; i++) {
                Socket socket = new Socket();
                filling.add(socket);
                socket.connect(new InetSocketAddress(OTHER, port));
            }
        }

        boolean isOpen() {
            return !listening.isClosed();
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : filling) {
                socket.close();
            }
            listening.close();
        }
    }
}
