package dev.heddle.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.EventSource;
import dev.heddle.websocket.EventSourceListener;
import dev.heddle.websocket.EventSourceOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Event streams inside of each container. */
class EventStreamTest {

    private static final String[] ASKS = {"Accept: text/event-stream", "Last-Event-ID: 41", "Connection: close"};

    @ParameterizedTest
    @EnumSource
    void streamBeginsWhereTheClientWas(Container container) throws Exception {
        Endpoint endpoint = Endpoint.builder()
                .events("/", request -> new EventSourceListener() {
                    @Override
                    public void onOpen(EventSource source) {
                        source.send("behind " + source.lastEventId());
                    }
                })
                .build();
        HeddleServlet servlet = new HeddleServlet(endpoint);
        try (Running running = container.start(Application.of(servlet, "/events"));
                Client client = new Client(running)) {
            client.send(client.request("/events", ASKS));
            assertThat(client.head())
                    .startsWith("HTTP/1.1 200 ")
                    .containsIgnoringCase("\r\nContent-Type: text/event-stream")
                    .containsIgnoringCase("\r\nCache-Control: no-cache, no-store\r\n");
            assertThat(client.readUntil("\n\n")).contains("retry: ", "data: behind 41\n");
            assertThat(servlet.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void thousandEventsToASlowReaderKeepNoThread(Container container) throws Exception {
        int count = 1000;
        CompletableFuture<EventSource> opened = new CompletableFuture<>();
        CompletableFuture<EventSource> closed = new CompletableFuture<>();
        Endpoint endpoint = Endpoint.builder()
                .listener(request -> new Echo())
                .events("/events", EventSourceOptions.defaults(), request -> new EventSourceListener() {
                    @Override
                    public void onOpen(EventSource source) {
                        opened.complete(source);
                    }

                    @Override
                    public void onClose(EventSource source) {
                        closed.complete(source);
                    }
                })
                .path("/ws")
                .build();
        String data = "x".repeat(8192);
        try (Running running = container.start(Application.of(endpoint, "/live/*"));
                Client slow = new Client(running, 64 * 1024)) {
            // Of a version that knows no chunks, which would be cut anywhere.
            slow.send(slow.request("/live/events", ASKS).replace("HTTP/1.1", "HTTP/1.0"));
            EventSource source = opened.get(1, TimeUnit.MINUTES);
            for (int i = 0; i < count; i++) {
                assertThat(source.send(i + data)).isTrue();
            }
            assertThat(source.close()).isTrue();
            assertThat(source.bufferedAmount()).isPositive();
            // More than the container has threads: none of them is held by the one that does not read.
            for (int i = 0; i < 10; i++) {
                try (Client other = new Client(running)) {
                    other.open("/live/ws");
                }
            }
            String all = slow.readToEnd();
            assertThat(all).contains("data: 0x").contains("data: " + (count - 1) + "x");
            assertThat(all.split("data: ", -1)).hasSize(count + 1);
            closed.get(1, TimeUnit.MINUTES);
        }
    }
}
