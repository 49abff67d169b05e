package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.driver.Headers;
import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.HandshakeException;
import dev.heddle.websocket.ReconnectRequest;
import dev.heddle.websocket.ReconnectStatus;
import dev.heddle.websocket.ReconnectStatus.State;
import dev.heddle.websocket.ReconnectingBuilder;
import dev.heddle.websocket.ReconnectingWebSocket;
import dev.heddle.websocket.WebSocketHandlers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of {@link ReconnectingWebSocket}, sentence by sentence: when it connects, and what it asks before. */
@Tag("WS-116")
@Tag("SEC-46")
class ReconnectingAttemptsTest extends ReconnectingContract {

    private static final Duration CAP = Duration.ofSeconds(60);

    @Tag("R1")
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

    @Tag("R2")
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

    @Tag("R3")
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

    @Tag("R4")
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

    // The hooks

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

    @Tag("R13")
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

    // The builder

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
