package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.netty.NettyServer;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A server of ours in this JVM, whose connections' events a test can wait for. */
final class TestServer implements AutoCloseable {

    /** Long enough for a busy machine to do what comes before, short enough to wait for. */
    static final Duration SHORT = Duration.ofMillis(300);

    private final BlockingQueue<Recorder> accepted = new LinkedBlockingQueue<>();
    private final NettyServer server;

    private TestServer(Supplier<Recorder> recorders, Consumer<NettyServer.Builder> change) throws IOException {
        NettyServer.Builder builder = NettyServer.builder().port(0).listener(request -> {
            Recorder recorder = recorders.get();
            accepted.add(recorder);
            return recorder;
        });
        change.accept(builder);
        this.server = builder.start();
    }

    /** Starts a server with no time limit but those that the test sets. */
    static TestServer start(Consumer<WebSocketOptions.Builder> limits) throws IOException {
        return start(Recorder::new, limits);
    }

    static TestServer start(Supplier<Recorder> recorders, Consumer<WebSocketOptions.Builder> limits)
            throws IOException {
        WebSocketOptions.Builder options = unlimited();
        limits.accept(options);
        return new TestServer(recorders, builder -> builder.options(options.build()));
    }

    /** Starts a server with all of its defaults but what the test changes. */
    static TestServer startDefault(Supplier<Recorder> recorders, Consumer<NettyServer.Builder> change)
            throws IOException {
        return new TestServer(recorders, change);
    }

    /** Returns options by which nothing ends because of time: what ends, ends because of what happened. */
    static WebSocketOptions.Builder unlimited() {
        return WebSocketOptions.builder()
                .handshakeTimeout(Duration.ZERO)
                .pingInterval(Duration.ZERO)
                .pongTimeout(Duration.ZERO)
                .idleTimeout(Duration.ZERO)
                .closeTimeout(Duration.ZERO)
                .linger(Duration.ZERO)
                .writeStallTimeout(Duration.ZERO);
    }

    int port() {
        return server.port();
    }

    String url() {
        return server.url();
    }

    int connections() {
        return server.connections();
    }

    /** Waits for the next connection that asks for a WebSocket. */
    Recorder accepted() throws InterruptedException {
        Recorder next = accepted.poll(ChildProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(next).as("connection").isNotNull();
        return next;
    }

    /** Tells whether a WebSocket was asked for that the test has not taken. */
    boolean hasAccepted() {
        return !accepted.isEmpty();
    }

    /** Waits for a connection's close event, then for the server's end, and finds no second event. */
    void assertOneClose(Recorder connection, Closed expected) throws InterruptedException {
        assertThat(Closed.of(connection.close())).isEqualTo(expected);
        stop();
        assertThat(connection.closes()).map(Closed::of).containsExactly(expected);
        assertThat(connection.errors()).hasSizeLessThanOrEqualTo(1);
    }

    @Override
    public void close() {
        stop();
    }

    private void stop() {
        server.shutdown(Duration.ofSeconds(1)).toCompletableFuture().join();
    }
}
