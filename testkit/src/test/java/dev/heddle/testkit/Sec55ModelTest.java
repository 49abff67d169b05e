package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.WebSocketMessage;
import dev.heddle.websocket.ReadyState;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketConnection;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A client and a server to which random things happen; the seed stands in the test's name. */
@Tag("SEC-55")
@Tag("SEC-53")
@Tag("API-009")
@Tag("WS-107")
class Sec55ModelTest {

    private static final int STEPS = 200;

    private final WebSocketOptions options = WebSocketOptions.builder()
            .watermarks(1000, 2000)
            .driver(driver -> driver.maxLength(5000))
            .maxBufferedAmount(50_000)
            .build();
    private final Side client = new Side();
    private final Side server = new Side();
    private final MemoryPair pair = new MemoryPair(client, server, options, new MemoryLoop(new FakeClock()));

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverHappensEventsKeepTheirOrderAndTheCloseComesOnceAndLast(long seed) {
        Random random = new Random(seed);
        begin(random);
        for (int i = 0; i < STEPS; i++) {
            if (random.nextInt(40) == 0) {
                fault(random);
            }
            step(random);
        }
        pair.client().close();
        if (server.socket != null) {
            pair.server().goAway();
        }
        pair.run();
        pair.clock().advanceSeconds(100);
        client.assertEnded(server);
        if (server.socket != null) {
            server.assertEnded(client);
        }
        assertThat(pair.clock().timers()).isZero();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void withoutFaultsEverythingArrivesInFrontOfTheClose(long seed) {
        Random random = new Random(seed);
        begin(random);
        pair.open();
        for (int i = 0; i < STEPS; i++) {
            step(random);
            // Long enough is the stall of a peer that still lives.
            if (i % 10 == 0) {
                flow();
            }
            if (random.nextInt(10) == 0) {
                pauseOrResume(random);
            }
        }
        pair.client().resume();
        pair.server().resume();
        flow();
        boolean byClient = random.nextBoolean();
        (byClient ? pair.client() : pair.server()).close(4000, "done");
        pair.run();
        assertThat(server.received).isEqualTo(client.sent);
        assertThat(client.received).isEqualTo(server.sent);
        client.assertEnded(server);
        server.assertEnded(client);
        assertThat(client.written).doesNotContain(false).hasSameSizeAs(client.receipts);
        assertThat(server.written).doesNotContain(false).hasSameSizeAs(server.receipts);
        assertThat(client.events()).last().isEqualTo("close 4000" + (byClient ? "" : " done") + " (clean)");
        assertThat(server.events()).last().isEqualTo("close 4000" + (byClient ? " done" : "") + " (clean)");
        assertThat(pair.clock().timers()).isZero();
    }

    private void begin(Random random) {
        for (MemoryTransport transport : List.of(pair.clientTransport(), pair.serverTransport())) {
            transport.chunks(256 + random.nextInt(1000)).watermarks(500, 500 + random.nextInt(3000));
            if (random.nextBoolean()) {
                transport.splitReads(1 + random.nextInt(20));
            }
        }
    }

    private void step(Random random) {
        Side side = random.nextBoolean() ? client : server;
        MemoryTransport transport = side == client ? pair.clientTransport() : pair.serverTransport();
        WebSocket socket = side == client ? pair.client() : side.socket;
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> send(side, socket, random);
            case 3, 4 -> {
                pair.loop().run(() -> send(side, socket, random));
            }
            case 5 -> transport.stall();
            case 6 -> transport.drain(random.nextInt(3000));
            case 7 -> transport.flow();
            case 8 -> {
                if (socket != null) {
                    socket.ping(Setup.bytes(random.nextInt(126)), () -> side.pongs++);
                }
            }
            default -> pair.clock().advance(Duration.ofMillis(random.nextInt(1000)));
        }
    }

    private void pauseOrResume(Random random) {
        WebSocket socket = random.nextBoolean() ? pair.client() : pair.server();
        if (random.nextBoolean()) {
            socket.pause();
        } else {
            socket.resume();
        }
    }

    private void fault(Random random) {
        Side side = random.nextBoolean() ? client : server;
        MemoryTransport transport = side == client ? pair.clientTransport() : pair.serverTransport();
        WebSocketConnection socket = side == client ? pair.client() : (WebSocketConnection) side.socket;
        switch (random.nextInt(10)) {
            case 0 -> transport.cutAfter(random.nextInt(3000));
            case 1 -> transport.breakWith(new IOException("reset"));
            case 2 -> transport.receiveEnd();
            case 3 -> side.throwsNow = true;
            case 4 -> side.closesAtNext = true;
            case 5 -> transport.endsLater();
            case 6 -> pair.clock().advanceSeconds(random.nextInt(60));
            case 7 -> pair.open();
            default -> {
                if (socket != null) {
                    switch (random.nextInt(4)) {
                        case 0 -> socket.close(4000, "x");
                        case 1 -> socket.goAway();
                        case 2 -> socket.pause();
                        default -> socket.resume();
                    }
                }
            }
        }
    }

    private void flow() {
        pair.clientTransport().flow();
        pair.serverTransport().flow();
        pair.run();
    }

    private static void send(Side side, WebSocket socket, Random random) {
        if (socket != null) {
            String message = side.sent.size() + " " + "x".repeat(random.nextInt(1500));
            if (random.nextBoolean()) {
                if (socket.send(message)) {
                    side.sent.add(message);
                }
            } else {
                CompletableFuture<Void> written =
                        socket.sendAsync(WebSocketMessage.text(message)).toCompletableFuture();
                if (!written.isCompletedExceptionally()) {
                    side.sent.add(message);
                    side.receipts.add(written.whenComplete((done, failure) -> side.written.add(failure == null)));
                }
            }
        }
    }

    private static final class Side extends RecordingListener {

        private final List<String> sent = new ArrayList<>();
        private final List<String> received = new ArrayList<>();
        private final List<CompletableFuture<Void>> receipts = new ArrayList<>();
        /** Whether each was written, in the order in which they were told. */
        private final List<Boolean> written = new ArrayList<>();

        private WebSocket socket;
        private boolean throwsNow;
        private boolean closesAtNext;
        private int depth;
        private int pongs;

        @Override
        public void onOpen(WebSocket opened) {
            socket = opened;
            super.onOpen(opened);
        }

        @Override
        public void onText(WebSocket from, String message) {
            record(++depth == 1 ? "text" : "text inside another event");
            received.add(message);
            if (closesAtNext) {
                closesAtNext = false;
                from.close(4001, "from inside");
            }
            if (received.size() % 7 == 0) {
                String answer = sent.size() + " answer";
                if (from.send(answer)) {
                    sent.add(answer);
                }
            }
            depth--;
            if (throwsNow) {
                throwsNow = false;
                throw new IllegalStateException("thrown");
            }
        }

        void assertEnded(Side other) {
            List<String> events = events();
            assertThat(socket == null ? ReadyState.CLOSED : socket.readyState()).isEqualTo(ReadyState.CLOSED);
            assertThat(events).last().asString().startsWith("close ");
            assertThat(events).noneMatch(event -> event.startsWith("after close") || event.contains("inside another"));
            assertThat(events.stream().filter(event -> event.startsWith("close ")))
                    .hasSize(1);
            assertThat(events.stream().filter(event -> event.startsWith("error ")))
                    .hasSizeLessThan(2);
            assertThat(events.lastIndexOf("open")).isLessThanOrEqualTo(0);
            int error = (int) events.stream()
                    .takeWhile(event -> !event.startsWith("error "))
                    .count();
            assertThat(error).isGreaterThanOrEqualTo(events.size() - 2);
            assertThat(received.size()).isLessThanOrEqualTo(other.sent.size());
            assertThat(received).isEqualTo(other.sent.subList(0, received.size()));
            assertThat(receipts).allMatch(CompletableFuture::isDone);
            assertThat(written).hasSameSizeAs(receipts);
            if (written.contains(false)) {
                assertThat(written.subList(written.indexOf(false), written.size()))
                        .doesNotContain(true);
            }
            if (socket != null) {
                assertThat(socket.bufferedAmount()).isZero();
                assertThat(socket.isCongested()).isFalse();
            }
        }
    }
}
