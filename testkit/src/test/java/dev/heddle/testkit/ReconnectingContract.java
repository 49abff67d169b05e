package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.ReconnectStatus;
import dev.heddle.websocket.ReconnectStatus.State;
import dev.heddle.websocket.ReconnectingBuilder;
import dev.heddle.websocket.ReconnectingWebSocket;
import dev.heddle.websocket.WebSocketHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What the tests of the contract of {@link ReconnectingWebSocket} share: a client in memory, its time, and what comes of it. */
abstract class ReconnectingContract {

    final FakeClock clock = new FakeClock();
    final MemoryLoop loop = new MemoryLoop(clock);
    final List<String> arrived = new ArrayList<>();
    /** What the server sends when a connection is open. */
    final List<String> greetings = new ArrayList<>();

    final MemoryClient client = new MemoryClient(loop, () -> new WebSocketHandlers()
            .onOpen(socket -> greetings.forEach(socket::send))
            .onText((socket, text) -> arrived.add(text))
            .onBinary((socket, bytes) -> arrived.add(Hex.of(bytes))));
    final MemoryClient.Time time = new MemoryClient.Time(loop);
    final RecordingListener events = new RecordingListener();
    final List<ReconnectStatus> statuses = new ArrayList<>();

    ReconnectingBuilder builder() {
        return ReconnectingWebSocket.builder(client, "ws://example.com/chat")
                .listener(events)
                .onStatus(statuses::add)
                .scheduler(time)
                .clock(time::instant)
                .random(new Random(7));
    }

    ReconnectingWebSocket started(ReconnectingBuilder builder) {
        ReconnectingWebSocket socket = builder.start();
        tick();
        return socket;
    }

    /** Lets happen what happens now. */
    void tick() {
        clock.advance(Duration.ofNanos(10));
        loop.run();
    }

    void turn(Duration wait) {
        clock.advance(wait);
        loop.run();
    }

    void assertOver(ReconnectingWebSocket socket) {
        assertThat(socket.status().state()).isEqualTo(State.STOPPED);
        assertThat(statuses)
                .filteredOn(status -> status.state() == State.STOPPED)
                .hasSize(1);
        assertThat(statuses.get(statuses.size() - 1).state()).isEqualTo(State.STOPPED);
        assertThat(socket.stopped().toCompletableFuture()).isCompletedWithValue(socket.status());
        assertThat(clock.timers()).isZero();
        int before = client.urls.size();
        clock.advance(Duration.ofHours(1));
        assertThat(client.urls).hasSize(before);
    }
}
