package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.WebSocketMessage;
import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.ReconnectRequest;
import dev.heddle.websocket.ReconnectStatus;
import dev.heddle.websocket.ReconnectStatus.State;
import dev.heddle.websocket.ReconnectingBuilder;
import dev.heddle.websocket.ReconnectingWebSocket;
import dev.heddle.websocket.RetryPolicy;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketHandlers;
import dev.heddle.websocket.WebSocketListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract of {@link ReconnectingWebSocket} over random lives: servers that go, come, refuse, say nothing and close; hooks that
 * are late or fail; an application that sends and at last closes.
 */
@Tag("WS-116")
@Tag("SEC-46")
class ReconnectingModelTest {

    private static final long STEP_MILLIS = 200;
    /** Those of one connection, one attempt and its hooks are fewer. */
    private static final int MOST_TIMERS = 20;

    private static final int STEPS = 300;
    private static final String REFUSAL = "HTTP/1.1 503 Busy\r\nRetry-After: 30\r\nContent-Length: 0\r\n\r\n";

    /** One life. */
    private static final class Run implements WebSocketListener {

        private final Random random;
        private final FakeClock clock = new FakeClock();
        private final MemoryLoop loop = new MemoryLoop(clock);
        private final List<String> arrived = new ArrayList<>();
        private final MemoryClient client =
                new MemoryClient(loop, () -> new WebSocketHandlers().onText((socket, text) -> arrived.add(text)));
        private final MemoryClient.Time time = new MemoryClient.Time(loop);

        private final List<CompletableFuture<?>> asked = new ArrayList<>();
        private final List<CompletableFuture<Void>> receipts = new ArrayList<>();
        private final List<String> refused = new ArrayList<>();
        private final List<ReconnectStatus> statuses = new ArrayList<>();
        private final List<AssertionError> faults = new ArrayList<>();
        private final ReconnectingWebSocket socket;

        private int sent;
        /** The connection whose events come now. */
        private WebSocket current;
        /** What runs now, empty if nothing does. */
        private String callback = "";

        Run(long seed) {
            random = new Random(seed);
            ReconnectingBuilder builder = ReconnectingWebSocket.builder(client, "ws://example.com/chat");
            if (random.nextBoolean()) {
                builder.request(this::request);
            }
            socket = builder.listener(this)
                    .onStatus(status -> in("status", () -> note(status)))
                    .retry(this::retries)
                    .restore(this::restore)
                    .queue(20, 200)
                    .scheduler(time)
                    .clock(time::instant)
                    .random(random)
                    .start();
        }

        /** Runs a callback, inside which the application may do anything. */
        private void in(String name, Runnable body) {
            try {
                assertThat(callback).as("what %s runs inside of", name).isEmpty();
                assertThat(statuses).noneMatch(status -> status.state() == State.STOPPED);
                callback = name;
                body.run();
            } catch (AssertionError e) {
                // What a callback throws goes no further.
                faults.add(e);
            }
            if (random.nextInt(4) == 0) {
                send();
            }
            callback = "";
        }

        /** An attempt begins once for each wait, at the moment that was told, and nothing else is under way. */
        private void note(ReconnectStatus status) {
            ReconnectStatus before = statuses.isEmpty() ? null : statuses.get(statuses.size() - 1);
            statuses.add(status);
            switch (status.state()) {
                case CONNECTING -> {
                    if (before != null) {
                        assertThat(before.state()).as("in front of an attempt").isEqualTo(State.WAITING);
                        assertThat(time.instant()).isEqualTo(before.nextAttempt());
                    }
                }
                case OPEN ->
                    assertThat(before)
                            .extracting(ReconnectStatus::state)
                            .as("in front of a connection")
                            .isEqualTo(State.CONNECTING);
                case WAITING ->
                    assertThat(before)
                            .extracting(ReconnectStatus::state)
                            .as("in front of a wait")
                            .isIn(State.CONNECTING, State.OPEN);
                default -> {
                    // The end comes behind anything.
                }
            }
        }

        private boolean retries(CloseEvent end) {
            in("policy", () -> {});
            return end.code() != 1000 || RetryPolicy.standard().retries(end);
        }

        private CompletionStage<ReconnectRequest> request() {
            in("request", () -> {});
            CompletableFuture<ReconnectRequest> request = new CompletableFuture<>();
            answer(request, new ReconnectRequest("ws://example.com/chat"));
            return request;
        }

        private CompletionStage<String> restore(WebSocket open) {
            in("restore", () -> {});
            CompletableFuture<String> restored = new CompletableFuture<>();
            answer(restored, "done");
            return restored;
        }

        /** Now, later, never, or with a failure. */
        private <T> void answer(CompletableFuture<T> hook, T value) {
            asked.add(hook);
            switch (random.nextInt(6)) {
                case 0 -> hook.completeExceptionally(new IOException("No answer"));
                case 1 ->
                    clock.schedule(1 + Duration.ofSeconds(random.nextInt(40)).toNanos(), () -> hook.complete(value));
                case 2 -> {
                    // Never.
                }
                default -> hook.complete(value);
            }
        }

        @Override
        public void onOpen(WebSocket open) {
            in("open", () -> {
                assertThat(current).as("the connection in front of this").isNull();
                current = open;
            });
        }

        @Override
        public void onText(WebSocket open, String message) {
            in("text", () -> assertThat(open).isSameAs(current));
        }

        @Override
        public void onError(WebSocket failed, Throwable error) {
            in("error", () -> assertThat(current).isIn(null, failed));
        }

        @Override
        public void onClose(WebSocket closed, CloseEvent event) {
            in("close", () -> {
                assertThat(current).isIn(null, closed);
                current = null;
            });
        }

        private void send() {
            String message = "m" + sent++;
            if (random.nextBoolean()) {
                CompletableFuture<Void> receipt =
                        socket.sendAsync(WebSocketMessage.text(message)).toCompletableFuture();
                receipts.add(receipt);
            } else if (!socket.send(message)) {
                refused.add(message);
            }
        }

        /** In steps, so that deadlines that multiply are seen before they are too many to work off. */
        private void advance(Duration time) {
            for (long left = time.toMillis(); left > 0; left -= STEP_MILLIS) {
                clock.advance(Duration.ofMillis(Math.min(left, STEP_MILLIS)));
                assertThat(clock.timers()).as("deadlines at once").isLessThan(MOST_TIMERS);
                assertThat(client.most).as("attempts and connections at once").isLessThanOrEqualTo(1);
            }
        }

        void step() {
            switch (random.nextInt(9)) {
                case 0 -> client.down = !client.down;
                case 1 -> client.refusal = client.refusal == null ? REFUSAL : null;
                case 2 -> breakLast();
                case 3 -> closeLast();
                case 4 -> advance(Duration.ofSeconds(random.nextInt(90)));
                case 5, 6 -> advance(Duration.ofMillis(random.nextInt(3000)));
                default -> send();
            }
            if (random.nextBoolean()) {
                loop.run();
            }
        }

        private void breakLast() {
            if (current != null) {
                client.breakLast();
            }
        }

        private void closeLast() {
            if (current != null) {
                client.last().server().close(random.nextInt(20) == 0 ? 1000 : 4001, "");
            }
        }

        void end() {
            socket.close();
            clock.advance(Duration.ofMinutes(3));
            loop.run();
            assertThat(statuses).last().extracting(ReconnectStatus::state).isEqualTo(State.STOPPED);
            assertThat(client.most).as("attempts and connections at once").isLessThanOrEqualTo(1);
            assertThat(arrived).doesNotHaveDuplicates().doesNotContainAnyElementsOf(refused);
            assertThat(arrived)
                    .isSortedAccordingTo((one, other) ->
                            Integer.compare(Integer.parseInt(one.substring(1)), Integer.parseInt(other.substring(1))));
            assertThat(receipts).allMatch(CompletableFuture::isDone);
            assertThat(socket.queuedMessages()).isZero();
            assertThat(socket.queuedBytes()).isZero();
            asked.forEach(hook -> hook.complete(null));
            clock.advance(Duration.ofHours(1));
            assertThat(clock.timers()).isZero();
            assertThat(faults).isEmpty();
        }
    }

    @Tag("R5")
    @Tag("R7")
    @Tag("R10")
    @Tag("R11")
    @Tag("R12")
    @Tag("R13")
    @Tag("R15")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void anyLifeKeepsTheContract(long seed) {
        Run run = new Run(seed);
        for (int i = 0; i < STEPS; i++) {
            run.step();
        }
        run.end();
    }
}
