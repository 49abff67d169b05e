package dev.heddle.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.eventsource.Event;
import dev.heddle.testkit.contract.DialContract;
import dev.heddle.testkit.contract.EventSourceClientContract;
import dev.heddle.testkit.contract.Lookup;
import dev.heddle.websocket.ClientBuilder;
import dev.heddle.websocket.EventSource;
import dev.heddle.websocket.EventSourceClient;
import dev.heddle.websocket.EventSourceClientListener;
import dev.heddle.websocket.EventSourceClientOptions;
import dev.heddle.websocket.EventSourceListener;
import dev.heddle.websocket.EventSources;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Event streams of a client over real connections, and the threads that they take. */
class SocketEventSourceClientTest extends EventSourceClientContract {

    private final CompletableFuture<EventSource> served = new CompletableFuture<>();
    private final EventSourceListener serving = new EventSourceListener() {

        @Override
        public void onOpen(EventSource source) {
            served.complete(source);
        }
    };

    @Override
    protected EventSources client(Lookup lookup, Consumer<ClientBuilder<?>> change) {
        SocketClient.Builder builder = SocketClient.builder().resolver(lookup::of);
        change.accept(builder);
        return builder.build();
    }

    @Override
    protected DialContract.Served serve(EventSourceListener listener) throws Exception {
        SocketServer server = SocketServer.builder()
                .port(0)
                .host("127.0.0.1")
                .events("/events", request -> listener)
                .start();
        return new DialContract.Served(server.port(), server::close);
    }

    @Test
    void streamHasAThreadWhileItReadsAndNoneInAPause() throws Exception {
        CountedThreads threads = new CountedThreads();
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> second = new CompletableFuture<>();
        try (DialContract.Served server = serve(serving);
                SocketClient client = SocketClient.builder().threads(threads).build()) {
            EventSourceClient source = client.eventSource(url(server), (stream, event) -> {
                stream.pause();
                (first.isDone() ? second : first).complete(event.data());
            });
            served.join().send(Event.of("a"));
            assertThat(first.join()).isEqualTo("a");
            threads.awaitAtMost(0);
            served.join().send(Event.of("b"));
            source.resume();
            assertThat(second.join()).isEqualTo("b");
            threads.awaitAtMost(0);
        }
        threads.awaitAtMost(0);
        assertThat(threads.most()).isGreaterThan(0);
    }

    @Tag("ES-007")
    @Test
    void streamThatIsClosedKeepsNoThread() throws Exception {
        CountedThreads threads = new CountedThreads();
        try (DialContract.Served server = serve(serving);
                SocketClient client = SocketClient.builder().threads(threads).build()) {
            EventSourceClient source = client.eventSource(url(server), (stream, event) -> stream.close());
            served.join().send(Event.of("a"));
            threads.awaitAtMost(0);
            assertThat(source.readyState()).isEqualTo(EventSourceClient.State.CLOSED);
        }
    }

    @Test
    void executorWithoutAThreadIsAnErrorAndTheStreamIsTriedAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        // None for the loop at first, then none to look up the name.
        Executor few = task -> {
            if (asked.getAndIncrement() < 2) {
                throw new RejectedExecutionException("no thread");
            }
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            thread.start();
        };
        CompletableFuture<Throwable> error = new CompletableFuture<>();
        CompletableFuture<String> event = new CompletableFuture<>();
        EventSourceClientListener listener = new EventSourceClientListener() {

            @Override
            public void onEvent(EventSourceClient source, Event told) {
                event.complete(told.data());
            }

            @Override
            public void onError(EventSourceClient source, Throwable cause, boolean again) {
                error.complete(cause);
            }
        };
        EventSourceClientOptions soon =
                EventSourceClientOptions.builder().retry(Duration.ofMillis(100)).build();
        try (DialContract.Served server = serve(serving);
                SocketClient client = SocketClient.builder().threads(few).build()) {
            EventSourceClient source = client.eventSource(url(server), soon, listener);
            assertThat(error.join()).hasMessageContaining("no thread");
            served.join().send(Event.of("a"));
            assertThat(event.join()).isEqualTo("a");
            source.close();
        }
    }

    private static String url(DialContract.Served server) {
        return "http://127.0.0.1:" + server.port() + "/events";
    }
}
