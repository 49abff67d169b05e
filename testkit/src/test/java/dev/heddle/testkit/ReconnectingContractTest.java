package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.driver.Headers;
import dev.heddle.driver.WebSocketMessage;
import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.HandshakeException;
import dev.heddle.websocket.ReadyState;
import dev.heddle.websocket.ReconnectRequest;
import dev.heddle.websocket.ReconnectStatus;
import dev.heddle.websocket.ReconnectStatus.State;
import dev.heddle.websocket.ReconnectingBuilder;
import dev.heddle.websocket.ReconnectingWebSocket;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketException;
import dev.heddle.websocket.WebSocketHandlers;
import dev.heddle.websocket.WhenFull;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of {@link ReconnectingWebSocket}, sentence by sentence. */
@Tag("WS-116")
@Tag("SEC-46")
class ReconnectingContractTest {

    private static final Duration CAP = Duration.ofSeconds(60);

    private final FakeClock clock = new FakeClock();
    private final MemoryLoop loop = new MemoryLoop(clock);
    private final List<String> arrived = new ArrayList<>();
    /** What the server sends when a connection is open. */
    private final List<String> greetings = new ArrayList<>();

    private final MemoryClient client = new MemoryClient(loop, () -> new WebSocketHandlers()
            .onOpen(socket -> greetings.forEach(socket::send))
            .onText((socket, text) -> arrived.add(text))
            .onBinary((socket, bytes) -> arrived.add(Hex.of(bytes))));
    private final MemoryClient.Time time = new MemoryClient.Time(loop);
    private final RecordingListener events = new RecordingListener();
    private final List<ReconnectStatus> statuses = new ArrayList<>();

    private ReconnectingBuilder builder() {
        return ReconnectingWebSocket.builder(client, "ws://example.com/chat")
                .listener(events)
                .onStatus(statuses::add)
                .scheduler(time)
                .clock(time::instant)
                .random(new Random(7));
    }

    private ReconnectingWebSocket started(ReconnectingBuilder builder) {
        ReconnectingWebSocket socket = builder.start();
        tick();
        return socket;
    }

    /** Lets happen what happens now. */
    private void tick() {
        clock.advance(Duration.ofNanos(10));
        loop.run();
    }

    private void turn(Duration wait) {
        clock.advance(wait);
        loop.run();
    }

    private void assertOver(ReconnectingWebSocket socket) {
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

    // R1

    @Test
    void firstAttemptBeginsAtTheStart() {
        ReconnectingWebSocket socket = started(builder());
        assertThat(socket.status().state()).isEqualTo(State.OPEN);
        assertThat(statuses).extracting(ReconnectStatus::state).containsExactly(State.CONNECTING, State.OPEN);
    }

    @Test
    void waitsAreRandomBelowABoundThatDoublesUpToACap() {
        client.down = true;
        List<Duration> waits = new ArrayList<>();
        started(builder().onStatus(status -> {
            if (status.state() == State.WAITING) {
                waits.add(Duration.between(time.instant(), status.nextAttempt()));
                assertThat(status.failures()).isEqualTo(waits.size());
            }
        }));
        clock.advance(Duration.ofMinutes(20));
        assertThat(waits).hasSizeGreaterThan(20).doesNotHaveDuplicates();
        Duration bound = Duration.ofSeconds(5);
        for (Duration wait : waits) {
            assertThat(wait).isPositive().isLessThanOrEqualTo(bound);
            bound = bound.multipliedBy(2).compareTo(CAP) > 0 ? CAP : bound.multipliedBy(2);
        }
        assertThat(waits).anySatisfy(wait -> assertThat(wait).isGreaterThan(Duration.ofSeconds(40)));
    }

    // R2

    @Test
    void boundIsTheFirstAgainOnlyBehindAStableConnection() {
        ReconnectingWebSocket socket = started(builder());
        client.breakLast();
        assertThat(socket.status().failures()).isEqualTo(1);
        turn(Duration.ofSeconds(5));
        client.breakLast();
        assertThat(socket.status().failures()).isEqualTo(2);
        turn(Duration.ofSeconds(10));
        assertThat(socket.status().state()).isEqualTo(State.OPEN);
        clock.advance(Duration.ofSeconds(30));
        client.breakLast();
        assertThat(socket.status().failures()).isEqualTo(1);
        assertThat(Duration.between(time.instant(), socket.status().nextAttempt()))
                .isLessThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void connectionThatCouldNotBeRestoredIsNotStable() {
        CompletableFuture<Void> never = new CompletableFuture<>();
        ReconnectingWebSocket socket =
                started(builder().restore(connection -> never).hookTimeout(Duration.ofMinutes(1)));
        turn(Duration.ofMinutes(1));
        assertThat(socket.status().failures()).isEqualTo(1);
        turn(Duration.ofMinutes(1).plusSeconds(5));
        assertThat(socket.status().failures()).isEqualTo(2);
    }

    // R3

    @ParameterizedTest
    @CsvSource({"120, 120", "86400, 600"})
    void serverIsLeftAloneAsLongAsItWantsAndARandomTimeOnTop(String asked, long seconds) {
        client.refusal = "HTTP/1.1 503 Busy\r\nRetry-After: " + asked + "\r\nContent-Length: 0\r\n\r\n";
        ReconnectingWebSocket socket = started(builder());
        assertThat(socket.status().lastEnd().cause()).isInstanceOf(HandshakeException.class);
        assertThat(Duration.between(time.instant(), socket.status().nextAttempt()))
                .isGreaterThan(Duration.ofSeconds(seconds))
                .isLessThanOrEqualTo(Duration.ofSeconds(seconds + 5));
        client.refusal = null;
        turn(Duration.ofSeconds(seconds));
        assertThat(client.urls).hasSize(1);
        turn(Duration.ofSeconds(5));
        assertThat(socket.status().state()).isEqualTo(State.OPEN);
    }

    // R4

    @Test
    void policyDecidesWhetherThereIsAnotherAttempt() {
        List<CloseEvent> asked = new ArrayList<>();
        ReconnectingWebSocket socket = started(builder().retry(end -> {
            asked.add(end);
            return asked.size() < 2;
        }));
        client.breakLast();
        assertThat(socket.status().state()).isEqualTo(State.WAITING);
        turn(Duration.ofSeconds(5));
        client.breakLast();
        assertThat(asked).hasSize(2).extracting(CloseEvent::code).containsOnly(1006);
        assertThat(socket.status().lastEnd()).isSameAs(asked.get(1));
        assertOver(socket);
    }

    @Test
    void serverThatIsDoneIsLeftAlone() {
        ReconnectingWebSocket socket = started(builder());
        client.last().server().close(1000, "done");
        loop.run();
        assertOver(socket);
    }

    @Test
    void serverThatClosesWhileTheHookIsAskedIsHeardAndNotTheHook() {
        CompletableFuture<Void> loggedIn = new CompletableFuture<>();
        ReconnectingWebSocket socket = started(builder()
                .restore(connection -> loggedIn)
                .listener(new WebSocketHandlers()
                        .onClose((connection, event) -> loggedIn.completeExceptionally(new IOException("No answer")))));
        client.last().server().close(3000, "Unauthorized");
        loop.run();
        assertThat(socket.status().lastEnd().code()).isEqualTo(3000);
        assertOver(socket);
    }

    @Test
    void urlThatIsNoneIsNotTriedAgain() {
        ReconnectingWebSocket socket = started(builder()
                .request(() -> CompletableFuture.completedFuture(new ReconnectRequest("http://example.com/"))));
        tick();
        assertOver(socket);
        assertThat(socket.status().lastEnd().cause()).isInstanceOf(IllegalArgumentException.class);
    }

    // R6 and the hooks

    @Test
    void messagesWaitInOrderBehindWhatIsRestored() {
        client.down = true;
        CompletableFuture<Void> restored = new CompletableFuture<>();
        ReconnectingWebSocket socket = started(builder().restore(connection -> {
            connection.send("subscribe");
            return restored;
        }));
        assertThat(socket.send("one")).isTrue();
        assertThat(socket.send(Setup.bytes(1))).isTrue();
        client.down = false;
        turn(Duration.ofSeconds(5));
        assertThat(arrived).containsExactly("subscribe");
        restored.complete(null);
        loop.run();
        assertThat(socket.send("two")).isTrue();
        loop.run();
        assertThat(arrived).containsExactly("subscribe", "one", "00", "two");
    }

    @Test
    void everyAttemptIsAskedForAnew() {
        List<CompletableFuture<ReconnectRequest>> asked = new ArrayList<>();
        started(builder().request(() -> {
            asked.add(new CompletableFuture<>());
            return asked.get(asked.size() - 1);
        }));
        assertThat(client.urls).isEmpty();
        asked.get(0)
                .complete(
                        new ReconnectRequest("ws://a/?token=1", Headers.empty().with("X-Try", "1")));
        tick();
        client.breakLast();
        turn(Duration.ofSeconds(5));
        asked.get(1).complete(new ReconnectRequest("ws://a/?token=2"));
        tick();
        assertThat(client.urls).containsExactly("ws://a/?token=1", "ws://a/?token=2");
        assertThat(client.headers.get(0).first("X-Try")).isEqualTo("1");
    }

    @Test
    void hooksThatFailOrTakeTooLongAreFailedAttempts() {
        List<CompletableFuture<ReconnectRequest>> asked = new ArrayList<>();
        ReconnectingWebSocket socket = started(builder().request(() -> {
            asked.add(new CompletableFuture<>());
            return asked.get(asked.size() - 1);
        }));
        asked.get(0).completeExceptionally(new IOException("No token"));
        tick();
        assertThat(socket.status().state()).isEqualTo(State.WAITING);
        assertThat(socket.status().lastEnd().cause()).hasRootCauseMessage("No token");
        turn(Duration.ofSeconds(5));
        clock.advance(Duration.ofSeconds(31));
        assertThat(socket.status().lastEnd().cause()).hasMessageContaining("PT30S (hookTimeout)");
        socket.close();
        tick();
        assertOver(socket);
    }

    @Test
    void connectionThatCanNotBeRestoredIsTriedAgain() {
        ReconnectingWebSocket socket =
                started(builder().restore(connection -> CompletableFuture.failedFuture(new IOException("No room"))));
        loop.run();
        assertThat(socket.status().state()).isEqualTo(State.WAITING);
        assertThat(socket.status().lastEnd().code()).isEqualTo(1011);
        assertThat(socket.status().lastEnd().cause()).hasRootCauseMessage("No room");
    }

    // R7, R11

    @Test
    void messageThatWasGivenToAConnectionThatBrokeIsNotSentAgain() {
        ReconnectingWebSocket socket = started(builder());
        client.last().clientTransport().stall();
        CompletableFuture<Void> written =
                socket.sendAsync(WebSocketMessage.text("once")).toCompletableFuture();
        loop.run();
        assertThat(written).isNotDone();
        client.breakLast();
        assertThat(written).isCompletedExceptionally();
        turn(Duration.ofSeconds(5));
        CompletableFuture<Void> next =
                socket.sendAsync(WebSocketMessage.text("next")).toCompletableFuture();
        loop.run();
        assertThat(next).isCompleted();
        assertThat(arrived).containsExactly("next");
    }

    // R8

    @Test
    void messageIsSentOverEachConnectionUntilItIsConfirmed() {
        ReconnectingWebSocket socket = started(builder());
        CompletableFuture<Void> one = new CompletableFuture<>();
        CompletableFuture<Void> two = new CompletableFuture<>();
        assertThat(socket.sendUntil(one, WebSocketMessage.text("1"))).isTrue();
        assertThat(socket.sendUntil(two, WebSocketMessage.text("2"))).isTrue();
        loop.run();
        client.breakLast();
        assertThat(socket.sendUntil(new CompletableFuture<>(), WebSocketMessage.text("3")))
                .isTrue();
        turn(Duration.ofSeconds(5));
        assertThat(arrived).containsExactly("1", "2", "1", "2", "3");
        one.complete(null);
        two.completeExceptionally(new IOException("Not wanted any more"));
        assertThat(socket.queuedMessages()).isEqualTo(1);
        client.breakLast();
        turn(Duration.ofSeconds(10));
        assertThat(arrived).containsExactly("1", "2", "1", "2", "3", "3");
        assertThat(socket.queuedBytes()).isEqualTo(1);
    }

    @Test
    void messageThatIsConfirmedAlreadyIsNotSent() {
        ReconnectingWebSocket socket = started(builder());
        assertThat(socket.sendUntil(CompletableFuture.completedFuture("done"), WebSocketMessage.text("1")))
                .isTrue();
        loop.run();
        assertThat(arrived).isEmpty();
        assertThat(socket.queuedMessages()).isZero();
    }

    // R9, R10

    @Test
    void messageBeyondTheBoundsIsRefused() {
        client.down = true;
        ReconnectingWebSocket socket = started(builder().queue(2, 5));
        assertThat(socket.send("123456")).isFalse();
        assertThat(socket.send("1")).isTrue();
        assertThat(socket.send("22222")).isFalse();
        assertThat(socket.send("2")).isTrue();
        CompletableFuture<Void> refused =
                socket.sendAsync(WebSocketMessage.text("3")).toCompletableFuture();
        assertThat(refused)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(WebSocketException.class)
                .withMessageContaining("maxQueuedMessages is 2, maxQueuedBytes is 5");
        client.down = false;
        turn(Duration.ofSeconds(5));
        assertThat(arrived).containsExactly("1", "2");
    }

    @Test
    void oldestGiveWayIfThatIsWanted() {
        client.down = true;
        ReconnectingWebSocket socket = started(builder().queue(3, 100).whenFull(WhenFull.DROP_OLDEST));
        CompletableFuture<Void> oldest =
                socket.sendAsync(WebSocketMessage.text("1")).toCompletableFuture();
        socket.sendUntil(new CompletableFuture<>(), WebSocketMessage.text("2"));
        socket.sendUntil(new CompletableFuture<>(), WebSocketMessage.text("3"));
        assertThat(socket.sendUntil(new CompletableFuture<>(), WebSocketMessage.text("4")))
                .isTrue();
        assertThat(oldest).isCompletedExceptionally();
        assertThat(socket.send("5")).isFalse();
        client.down = false;
        turn(Duration.ofSeconds(5));
        assertThat(arrived).containsExactly("2", "3", "4");
    }

    // R13

    @Test
    void listenerGetsTheEventsOfEachConnection() {
        ReconnectingWebSocket socket = started(builder());
        client.last().server().send("Hello");
        loop.run();
        client.last().server().close(3000 + 1, "again");
        loop.run();
        turn(Duration.ofSeconds(5));
        assertThat(socket.status().state()).isEqualTo(State.OPEN);
        assertThat(events.events())
                .startsWith("open", "text Hello", "close 3001 again (clean)")
                .hasSize(4)
                .last()
                .asString()
                .endsWith("open");
    }

    // R14, R15

    @Test
    void closeSendsWhatWasAcceptedInFrontOfTheCloseFrame() {
        ReconnectingWebSocket socket = started(builder());
        client.last().clientTransport().stall();
        String large = "x".repeat(100_000);
        socket.send(large);
        socket.send("last");
        assertThat(socket.close(3001, "bye")).isTrue();
        assertThat(socket.close(3001, "bye")).isFalse();
        assertThat(socket.send("late")).isFalse();
        assertThat(socket.status().state()).isEqualTo(State.STOPPING);
        tick();
        client.last().clientTransport().flow();
        loop.run();
        assertThat(arrived).containsExactly(large, "last");
        assertThat(events.events().get(events.events().size() - 1)).isEqualTo("close 3001 (clean)");
        assertOver(socket);
    }

    @Test
    void closeWhileItWaitsEndsAll() {
        ReconnectingWebSocket socket = started(builder());
        client.breakLast();
        CompletableFuture<Void> waiting =
                socket.sendAsync(WebSocketMessage.text("1")).toCompletableFuture();
        socket.close();
        tick();
        assertThat(waiting).isCompletedExceptionally();
        assertThat(socket.queuedMessages()).isZero();
        assertOver(socket);
    }

    @Test
    void closeWhileItConnectsEndsAll() {
        client.silent = true;
        ReconnectingWebSocket socket = started(builder());
        assertThat(socket.status().state()).isEqualTo(State.CONNECTING);
        socket.close();
        tick();
        events.assertExhausted();
        assertOver(socket);
    }

    @Test
    void closeWhileAHookIsAskedEndsAll() {
        CompletableFuture<ReconnectRequest> asked = new CompletableFuture<>();
        ReconnectingWebSocket socket = started(builder().request(() -> asked));
        socket.close();
        tick();
        asked.complete(new ReconnectRequest("ws://late/"));
        tick();
        assertThat(client.urls).isEmpty();
        assertOver(socket);
    }

    @Test
    void noEventComesOfAnAttemptThatWasGivenUpHoweverFarItGets() {
        client.late = true;
        greetings.add("Hello");
        ReconnectingWebSocket socket = started(builder());
        socket.close();
        tick();
        MemoryPair pair = client.last().open();
        loop.run();
        assertThat(pair.client().readyState()).isEqualTo(ReadyState.CLOSED);
        events.assertExhausted();
        assertOver(socket);
    }

    @Test
    void connectionIsNotRestoredOnceAllIsClosed() {
        CompletableFuture<ReconnectingWebSocket> own = new CompletableFuture<>();
        List<WebSocket> restored = new ArrayList<>();
        ReconnectingWebSocket socket = builder()
                .listener(
                        new WebSocketHandlers().onOpen(connection -> own.join().close()))
                .restore(connection -> {
                    restored.add(connection);
                    return new CompletableFuture<>();
                })
                .start();
        own.complete(socket);
        tick();
        tick();
        assertThat(restored).isEmpty();
        assertOver(socket);
    }

    @Test
    void closeInsideACallbackEndsAll() {
        CompletableFuture<ReconnectingWebSocket> own = new CompletableFuture<>();
        ReconnectingWebSocket socket = builder()
                .onStatus(status -> {
                    statuses.add(status);
                    if (status.state() == State.WAITING) {
                        own.join().close();
                    }
                })
                .start();
        own.complete(socket);
        tick();
        client.breakLast();
        tick();
        assertOver(socket);
    }

    @Test
    void closeOfAConnectionByItsListenerIsTheEndOfAll() {
        ReconnectingWebSocket socket = started(builder().listener(new WebSocketHandlers().onOpen(WebSocket::close)));
        loop.run();
        assertOver(socket);
    }

    @Test
    void builderThatGoesOnChangesNothingThatWasStarted() {
        ReconnectingBuilder builder = builder();
        ReconnectingWebSocket socket = started(builder);
        builder.listener(new WebSocketHandlers()).onStatus(status -> {}).retry(end -> false);
        client.breakLast();
        turn(Duration.ofSeconds(5));
        assertThat(events.events()).last().asString().endsWith("open");
        socket.close();
        tick();
        assertOver(socket);
    }

    @Test
    void optionsAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> builder().queue(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder().hookTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder().stableTime(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .withMessage("Backoff must be 0 < first <= max, not first PT2S and max PT1S");
    }
}
