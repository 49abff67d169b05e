package dev.heddle.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.testkit.contract.DialContract;
import dev.heddle.testkit.contract.Lookup;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host's addresses are tried as RFC 8305 §5 has it, and what else may go wrong on the way to a server. */
class SocketClientDialTest extends DialContract {

    @Override
    protected WebSocketClient client(Lookup lookup, Duration connectTimeout) {
        return client(builder -> builder.resolver(lookup::of).connectTimeout(connectTimeout));
    }

    @Override
    protected Served serve() throws Exception {
        SocketServer server = server();
        return new Served(server.port(), server::close);
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void anAttemptThatHasLostKeepsNoThread() throws Exception {
        CountedThreads threads = new CountedThreads();
        try (SocketServer server = server();
                Silent silent = new Silent(server.port());
                SocketClient client =
                        client(builder -> builder.threads(threads).resolver(host -> new InetAddress[] {OTHER, GOOD}))) {
            opens(client, server.port());
            // That of the connection stays: the look-up and the attempt that lost have none.
            threads.awaitAtMost(1);
            assertThat(silent.isOpen()).isTrue();
        }
        threads.awaitAtMost(0);
        assertThat(threads.most()).isGreaterThan(1);
    }

    @Tag("WS-005")
    @Test
    void anAttemptThatWaitsForItsTurnHasNoThread() throws Exception {
        CountedThreads threads = new CountedThreads();
        try (ServerSocket mute = new ServerSocket(0, 10, GOOD);
                SocketClient client =
                        client(builder -> builder.threads(threads).resolver(host -> new InetAddress[] {GOOD}))) {
            String url = "ws://localhost:" + mute.getLocalPort() + "/";
            List<CompletableFuture<WebSocket>> opening = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                opening.add(client.connect(url, new Recorder()));
            }
            try (Socket first = mute.accept()) {
                threads.awaitAtMost(1);
                assertThat(first.isConnected()).isTrue();
            }
            // The first has failed: the next one's turn has come.
            try (Socket second = mute.accept()) {
                assertThat(second.isConnected()).isTrue();
            }
            assertThat(opening).hasSize(10);
        }
        threads.awaitAtMost(0);
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void anAddressThatDoesNotAnswerInTimeIsAnErrorThatNamesTheLimit() throws Exception {
        int port = freePort();
        AtomicBoolean lookedUp = new AtomicBoolean();
        // The look-up at once: it has no more time than an attempt, and takes none here.
        Executor threads = task -> {
            if (lookedUp.compareAndSet(false, true)) {
                task.run();
            } else {
                new Thread(task).start();
            }
        };
        try (Silent silent = new Silent(port);
                SocketClient client = client(builder -> builder.threads(threads)
                        .connectTimeout(Duration.ofSeconds(1))
                        .resolver(host -> new InetAddress[] {OTHER}))) {
            Recorder recorder = connect(client, "ws://127.0.0.2:" + port + "/");
            assertThat(recorder.error.join())
                    .hasMessageContaining("No answer from 127.0.0.2:" + port + " within PT1S (connectTimeout)");
            assertLost(recorder.closed.join());
            assertThat(silent.isOpen()).isTrue();
        }
    }

    @EnabledOnOs(OS.LINUX)
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void addressesOfAProxyAreTriedAsWell(boolean silentFirst) throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 10, GOOD);
                Silent silent = new Silent(proxy.getLocalPort());
                SocketClient client = client(builder -> builder.proxy("http://proxy.example:" + proxy.getLocalPort())
                        .resolver(host -> new InetAddress[] {silentFirst ? OTHER : NOBODY, GOOD}))) {
            Recorder recorder = connect(client, "ws://origin.example/");
            try (Socket asked = proxy.accept()) {
                assertThat(new String(asked.getInputStream().readNBytes(7), StandardCharsets.US_ASCII))
                        .isEqualTo("CONNECT");
            }
            assertThat(recorder.error.join()).hasMessageContaining("Proxy http://proxy.example");
            assertThat(silent.isOpen()).isTrue();
        }
    }

    @Test
    void whenNoAddressOfAProxyAnswersTheErrorTellsOfAll() throws Exception {
        int port = freePort();
        try (SocketClient client = client(builder -> builder.proxy("http://name:secret@proxy.example:" + port)
                .resolver(host -> new InetAddress[] {OTHER, NOBODY}))) {
            Recorder recorder = connect(client, "ws://origin.example/");
            Throwable error = recorder.error.join();
            assertThat(error)
                    .hasMessageContaining("Proxy http://proxy.example:" + port)
                    .hasMessageContaining("127.0.0.2:" + port);
            assertThat(error).hasStackTraceContaining("127.0.0.3:" + port);
            assertThat(error.toString()).doesNotContain("secret");
            assertLost(recorder.closed.join());
        }
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void anAttemptThatIsCancelledKeepsNoThread() throws Exception {
        CountedThreads threads = new CountedThreads();
        try (SocketServer server = server();
                Silent silent = new Silent(server.port());
                SocketClient client =
                        client(builder -> builder.threads(threads).resolver(host -> new InetAddress[] {OTHER}))) {
            assertThat(silent.isOpen()).isTrue();
            Recorder recorder = new Recorder();
            CompletableFuture<WebSocket> opening = client.connect("ws://localhost:" + server.port() + "/", recorder);
            assertThat(opening.cancel(true)).isTrue();
            assertThat(recorder.error.join()).hasMessageContaining("closed before the connection was established");
            assertLost(recorder.closed.join());
            threads.awaitAtMost(0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void anExecutorWithoutAThreadIsOneError(int threads) throws Exception {
        AtomicInteger left = new AtomicInteger(threads);
        Executor few = task -> {
            if (left.getAndDecrement() <= 0) {
                throw new RejectedExecutionException("no thread");
            }
            new Thread(task).start();
        };
        try (SocketServer server = server();
                SocketClient client =
                        client(builder -> builder.threads(few).resolver(host -> new InetAddress[] {GOOD}))) {
            Recorder recorder = connect(client, "ws://localhost:" + server.port() + "/");
            assertThat(recorder.error.join()).hasMessageContaining("no thread");
            assertLost(recorder.closed.join());
        }
    }

    private static WebSocket opens(SocketClient client, int port) {
        return client.connect("ws://localhost:" + port + "/", new Recorder()).join();
    }

    /** Begins to connect, for a test that looks at the events alone. */
    private static Recorder connect(SocketClient client, String url) {
        Recorder recorder = new Recorder();
        assertThat(client.connect(url, recorder)).isNotNull();
        return recorder;
    }

    private static SocketServer server() throws Exception {
        return SocketServer.builder()
                .port(0)
                .host("127.0.0.1")
                .listener(request -> new Recorder())
                .start();
    }

    private static SocketClient client(Consumer<SocketClient.Builder> change) {
        SocketClient.Builder builder =
                SocketClient.builder().connectTimeout(NEVER).attemptDelay(Duration.ofMillis(10));
        change.accept(builder);
        return builder.build();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
