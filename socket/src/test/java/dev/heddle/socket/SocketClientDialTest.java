package dev.heddle.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
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

/** A host's addresses are tried as RFC 8305 §5 has it. */
class SocketClientDialTest {

    /** So long that a test that has to wait for it fails. */
    private static final Duration NEVER = Duration.ofDays(1);

    private static final InetAddress GOOD = address(1);
    private static final InetAddress OTHER = address(2);
    private static final InetAddress NOBODY = address(3);

    @Test
    void anAddressThatRefusesIsPassedOver() throws Exception {
        try (SocketServer server = server();
                SocketClient client = client(NOBODY, OTHER, GOOD)) {
            opens(client, server.port()).close();
        }
    }

    /** As behind a broken IPv6: were it waited for, the test would not end. */
    @EnabledOnOs(OS.LINUX)
    @Test
    void anAddressThatDoesNotAnswerCostsNoMoreThanTheDelay() throws Exception {
        try (SocketServer server = server();
                Silent silent = new Silent(server.port());
                SocketClient client = client(OTHER, GOOD)) {
            opens(client, server.port());
            // The one that lost has given its turn back.
            opens(client, server.port());
            assertThat(silent.isOpen()).isTrue();
        }
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void anAttemptThatHasLostKeepsNoThread() throws Exception {
        Counted threads = new Counted();
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
        Counted threads = new Counted();
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

    @Test
    void whenNoAddressAnswersTheErrorTellsOfAll() throws Exception {
        int port = freePort();
        try (SocketClient client = client(OTHER, NOBODY)) {
            Recorder recorder = new Recorder();
            CompletableFuture<WebSocket> opening = client.connect("ws://localhost:" + port + "/", recorder);
            Throwable cause = recorder.error.join().getCause();
            assertThat(cause).hasMessageContaining("127.0.0.2:" + port).hasMessageContaining("refused");
            assertThat(cause.getSuppressed()).singleElement().asString().contains("127.0.0.3:" + port, "refused");
            assertLost(recorder);
            // It is told behind the close event.
            assertThat(opening.handle((open, failure) -> failure).join()).isNotNull();
        }
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
            assertLost(recorder);
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
            assertLost(recorder);
        }
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void cancellingGivesAllAttemptsUp() throws Exception {
        Counted threads = new Counted();
        try (SocketServer server = server();
                Silent silent = new Silent(server.port());
                SocketClient client =
                        client(builder -> builder.threads(threads).resolver(host -> new InetAddress[] {OTHER}))) {
            assertThat(silent.isOpen()).isTrue();
            Recorder recorder = new Recorder();
            CompletableFuture<WebSocket> opening = client.connect("ws://localhost:" + server.port() + "/", recorder);
            assertThat(opening.cancel(true)).isTrue();
            assertThat(recorder.error.join()).hasMessageContaining("closed before the connection was established");
            assertLost(recorder);
            threads.awaitAtMost(0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoIsGivenUpWhileTheNameIsLookedUpIsTold(boolean cancelled) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Recorder recorder = new Recorder();
        SocketClient client = client(builder -> builder.resolver(host -> {
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
        try (SocketClient client =
                client(builder -> builder.connectTimeout(Duration.ofSeconds(1)).resolver(host -> {
                    await(answer);
                    throw new UnknownHostException(host);
                }))) {
            Recorder recorder = connect(client, "ws://localhost/");
            assertThat(recorder.error.join())
                    .hasMessageContaining("No address of localhost was found within PT1S (connectTimeout)");
            assertLost(recorder);
        } finally {
            answer.countDown();
        }
    }

    @Test
    void aResolverThatThrowsIsOneError() {
        try (SocketClient client = client(builder -> builder.resolver(host -> {
            throw new IllegalStateException("crash");
        }))) {
            Recorder recorder = connect(client, "ws://localhost/");
            assertThat(recorder.error.join()).hasMessageContaining("crash");
            assertLost(recorder);
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
            assertLost(recorder);
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

    private static void assertLost(Recorder recorder) {
        assertThat(recorder.closed.join())
                .extracting(CloseEvent::code, CloseEvent::reason, CloseEvent::wasClean)
                .containsExactly(1006, "", false);
    }

    private static SocketServer server() throws Exception {
        return SocketServer.builder()
                .port(0)
                .host("127.0.0.1")
                .listener(request -> new Recorder())
                .start();
    }

    private static SocketClient client(InetAddress... addresses) {
        return client(builder -> builder.resolver(host -> addresses));
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

    /** Counts the threads that are busy. */
    private static final class Counted implements Executor {

        private int busy;
        private int most;

        @Override
        public void execute(Runnable task) {
            change(1);
            Thread thread = new Thread(() -> {
                try {
                    task.run();
                } finally {
                    change(-1);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        private synchronized void change(int by) {
            busy += by;
            most = Math.max(most, busy);
            notifyAll();
        }

        synchronized int most() {
            return most;
        }

        synchronized void awaitAtMost(int number) throws InterruptedException {
            while (busy > number) {
                wait();
            }
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
