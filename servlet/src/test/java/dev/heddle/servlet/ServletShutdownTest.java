package dev.heddle.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.servlet.Client.Frame;
import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.Decision;
import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.EventSource;
import dev.heddle.websocket.EventSourceListener;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a servlet stops before its container does, and how many connections it takes. */
class ServletShutdownTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final BlockingQueue<CloseEvent> closed = new LinkedBlockingQueue<>();
    private final List<Client> clients = new ArrayList<>();

    private final Endpoint endpoint = Endpoint.builder()
            // Who does not leave stays, however slow the test is.
            .options(WebSocketOptions.builder()
                    .pingInterval(Duration.ZERO)
                    .idleTimeout(Duration.ZERO)
                    .closeTimeout(Duration.ZERO)
                    .build())
            .listener(request -> new Echo() {
                @Override
                public void onClose(WebSocket socket, CloseEvent event) {
                    closed.add(event);
                }
            })
            .events("/events", request -> new EventSourceListener() {})
            .path("/ws")
            .build();

    @AfterEach
    void leave() throws Exception {
        for (Client client : clients) {
            client.close();
        }
    }

    @Tag("WS-117")
    @ParameterizedTest
    @EnumSource
    void allAreToldAndNobodyComesIn(Container container) throws Exception {
        HeddleServlet servlet = new HeddleServlet(endpoint);
        try (Running running = container.start(Application.of(servlet, "/live/*"))) {
            Client client = client(running);
            client.open("/live/ws");
            Client reader = stream(running);
            assertThat(reader.head()).startsWith("HTTP/1.1 200 ");

            CompletableFuture<Void> stopped = servlet.shutdown(LONG).toCompletableFuture();
            assertThat(client.readFrame()).isEqualTo(Frame.close(1001));
            assertThat(reader.readToEnd()).contains("retry: ");
            assertThat(handshake(running).readToEnd())
                    .startsWith("HTTP/1.1 503 ")
                    .endsWith("\r\n\r\nThe server is stopping");
            // Browsers come back behind it.
            assertThat(stream(running).readToEnd()).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nretry: 5000\n");
            Client plain = client(running);
            plain.send(plain.request("/live/page", "Connection: close"));
            assertThat(plain.readToEnd()).startsWith("HTTP/1.1 404 ");
            assertThat(stopped).isNotDone();

            client.send(Client.frame(8, Frame.close(1001).text()));
            assertThat(client.readToEnd()).isEmpty();
            stopped.get(1, TimeUnit.MINUTES);
            assertThat(closed.remove().wasClean()).isTrue();
            assertThat(servlet.connections()).isZero();
        }
    }

    /** Many are told one behind the other: were the next told only when the last has gone, this would not end. */
    @Tag("WS-117")
    @ParameterizedTest
    @EnumSource
    void whoDoesNotLeaveHoldsUpNobodyAndIsBrokenOffAtTheDeadline(Container container) throws Exception {
        HeddleServlet servlet = new HeddleServlet(endpoint);
        try (Running running = container.start(Application.of(servlet, "/live/*"))) {
            for (int i = 0; i < 20; i++) {
                client(running).open("/live/ws");
            }
            CompletableFuture<Void> stopped = servlet.shutdown(LONG).toCompletableFuture();
            for (Client client : clients) {
                assertThat(client.readFrame()).isEqualTo(Frame.close(1001));
            }
            assertThat(stopped).isNotDone();
            servlet.shutdown(Duration.ZERO);
            stopped.get(1, TimeUnit.MINUTES);
            assertThat(closed).hasSize(20).noneMatch(CloseEvent::wasClean);
            for (Client client : clients) {
                assertThat(client.readToEnd()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void readerThatTakesNothingIsBrokenOffAtTheDeadline(Container container) throws Exception {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        Endpoint flooding = Endpoint.builder()
                .events("/events", request -> new EventSourceListener() {
                    @Override
                    public void onOpen(EventSource source) {
                        for (int i = 0; i < 1000; i++) {
                            source.send("x".repeat(8192));
                        }
                    }

                    @Override
                    public void onClose(EventSource source) {
                        gone.complete(null);
                    }
                })
                .build();
        HeddleServlet servlet = new HeddleServlet(flooding);
        try (Running running = container.start(Application.of(servlet, "/live/*"))) {
            Client slow = new Client(running, 4096);
            clients.add(slow);
            slow.send(slow.request("/live/events", "Accept: text/event-stream"));
            assertThat(slow.head()).startsWith("HTTP/1.1 200 ");
            servlet.shutdown(Duration.ofMillis(1)).toCompletableFuture().get(1, TimeUnit.MINUTES);
            assertThat(gone).isDone();
            slow.readToEnd();
        }
    }

    @Test
    void withoutConnectionsItIsDoneAtOnce() {
        HeddleServlet servlet = new HeddleServlet(endpoint);
        assertThat(servlet.shutdown(LONG)).isCompleted();
        servlet.destroy();
        assertThat(servlet.shutdown(Duration.ZERO)).isCompleted();
    }

    @ParameterizedTest
    @EnumSource
    void destroyDoesNotWaitForTheTurnOfThoseNotTold(Container container) throws Exception {
        ExecutorService pool = Executors.newCachedThreadPool();
        AtomicInteger asked = new AtomicInteger();
        HeddleServlet servlet = new HeddleServlet(endpoint, task -> {
            asked.incrementAndGet();
            pool.execute(task);
        });
        try (Running running = container.start(Application.of(servlet, "/live/*"))) {
            for (int i = 0; i < 20; i++) {
                client(running).open("/live/ws");
            }
            int before = asked.get();
            CompletableFuture<Void> stopped = servlet.shutdown(LONG).toCompletableFuture();
            servlet.destroy();
            assertThat(asked).as("turns of loops").hasValueGreaterThanOrEqualTo(before + 20);
            for (Client client : clients) {
                assertThat(client.readFrame()).isEqualTo(Frame.close(1001));
                client.send(Client.frame(8, Frame.close(1001).text()));
                assertThat(client.readToEnd()).isEmpty();
            }
            stopped.get(1, TimeUnit.MINUTES);
            assertThat(closed).hasSize(20).allMatch(CloseEvent::wasClean);
        } finally {
            pool.shutdown();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoCanNotBeToldForWantOfAThreadIsToldWhenItIsHeardOf(Container container) throws Exception {
        ExecutorService pool = Executors.newCachedThreadPool();
        AtomicBoolean full = new AtomicBoolean();
        HeddleServlet servlet = new HeddleServlet(endpoint, task -> {
            if (full.get()) {
                throw new RejectedExecutionException("full");
            }
            pool.execute(task);
        });
        try (Running running = container.start(Application.of(servlet, "/live/*"))) {
            Client client = client(running);
            client.open("/live/ws");
            full.set(true);
            servlet.destroy();
            // A pong, which nobody asked for and nobody answers.
            client.send(Client.frame(10, ""));
            assertThat(client.readFrame()).isEqualTo(Frame.close(1001));
            full.set(false);
            client.send(Client.frame(8, Frame.close(1001).text()));
            assertThat(client.readToEnd()).isEmpty();
            assertThat(closed.poll(1, TimeUnit.MINUTES)).matches(CloseEvent::wasClean);
        } finally {
            full.set(false);
            pool.shutdown();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoIsOneTooManyIsToldToComeBack(Container container) throws Exception {
        HeddleServlet servlet = new HeddleServlet(endpoint, 1);
        try (Running running = container.start(Application.of(servlet, "/live/*"))) {
            Client first = client(running);
            first.open("/live/ws");
            assertThat(handshake(running).readToEnd())
                    .startsWith("HTTP/1.1 503 ")
                    .endsWith("\r\n\r\nThe server has as many connections as it may: 1 (maxConnections)");
            assertThat(stream(running).readToEnd()).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nretry: 5000\n");
            assertThat(servlet.connections()).isEqualTo(1);
            first.send(Client.frame(8, ""));
            assertThat(closed.poll(1, TimeUnit.MINUTES)).isNotNull();
            client(running).open("/live/ws");
        }
    }

    @ParameterizedTest
    @EnumSource
    void placeIsTakenByWhoIsAcceptedFirst(Container container) throws Exception {
        BlockingQueue<CompletableFuture<Decision>> asked = new LinkedBlockingQueue<>();
        Endpoint slow = Endpoint.builder()
                .decider(request -> {
                    CompletableFuture<Decision> decision = new CompletableFuture<>();
                    asked.add(decision);
                    return decision;
                })
                .path("/ws")
                .build();
        HeddleServlet servlet = new HeddleServlet(slow, Runnable::run, 1);
        try (Running running = container.start(Application.of(servlet, "/live/*"))) {
            Client late = handshake(running);
            CompletableFuture<Decision> decision = asked.poll(1, TimeUnit.MINUTES);
            Client first = handshake(running);
            asked.poll(1, TimeUnit.MINUTES).complete(Decision.accept(new Echo()));
            assertThat(first.head()).startsWith("HTTP/1.1 101 ");
            decision.complete(Decision.accept(new Echo()));
            assertThat(late.readToEnd()).startsWith("HTTP/1.1 503 ");
            assertThat(servlet.connections()).isEqualTo(1);
        }
    }

    @Test
    void thereIsAPlaceForOneAtLeast() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HeddleServlet(endpoint, 0))
                .withMessage("maxConnections must be at least 1, not 0");
    }

    private Client client(Running running) throws Exception {
        Client client = new Client(running);
        clients.add(client);
        return client;
    }

    private Client handshake(Running running) throws Exception {
        Client client = client(running);
        client.send(client.handshake("/live/ws"));
        return client;
    }

    private Client stream(Running running) throws Exception {
        Client client = client(running);
        client.send(client.request("/live/events", "Accept: text/event-stream", "Connection: close"));
        return client;
    }
}
