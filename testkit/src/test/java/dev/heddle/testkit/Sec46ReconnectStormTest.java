package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.WebSocketMessage;
import dev.heddle.websocket.ReconnectStatus;
import dev.heddle.websocket.ReconnectStatus.State;
import dev.heddle.websocket.ReconnectingWebSocket;
import dev.heddle.websocket.WebSocketHandlers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A thousand clients lose a server that stays away for ten minutes. */
@Tag("SEC-46")
@Tag("WS-116")
class Sec46ReconnectStormTest {

    private static final long SEED = 46;
    private static final int CLIENTS = 1_000;
    private static final int MESSAGES = 5;
    /** Enough for every connection to count as stable. */
    private static final int BEFORE = 60;

    private static final int OUTAGE = 600;
    /** The longest wait, and a little. */
    private static final int AFTER = 61;

    private static final Path COMMITTED = Path.of("..", "docs", "reconnecting.svg");
    private static final Path GENERATED = Path.of("target", "reconnecting.svg");

    /** One client and what it did. */
    private static final class Member {

        final List<Duration> attempts = new ArrayList<>();
        /** In the outage and behind it. */
        final List<Duration> waits = new ArrayList<>();

        ReconnectingWebSocket socket;

        void note(ReconnectStatus status, MemoryClient.Time time) {
            if (status.state() == State.CONNECTING) {
                attempts.add(Duration.between(Instant.EPOCH, time.instant()));
            } else if (status.state() == State.WAITING) {
                waits.add(Duration.between(time.instant(), status.nextAttempt()));
            }
        }
    }

    private final FakeClock clock = new FakeClock();
    private final MemoryLoop loop = new MemoryLoop(clock);
    private final Map<String, Integer> arrived = new HashMap<>();
    private final Map<String, CompletableFuture<Void>> unconfirmed = new HashMap<>();
    private final MemoryClient client = new MemoryClient(loop, () -> new WebSocketHandlers().onText((socket, text) -> {
        arrived.merge(text, 1, Integer::sum);
        CompletableFuture<Void> kept = unconfirmed.remove(text);
        if (kept != null) {
            kept.complete(null);
        }
    }));
    private final MemoryClient.Time time = new MemoryClient.Time(loop);
    private final List<Member> members = new ArrayList<>();

    private void run() {
        for (int i = 0; i < CLIENTS; i++) {
            Member member = new Member();
            members.add(member);
            member.socket = ReconnectingWebSocket.builder(client, "ws://example.com/" + i)
                    .onStatus(status -> member.note(status, time))
                    .scheduler(time)
                    .clock(time::instant)
                    .random(new Random(SEED + i))
                    .start();
        }
        clock.advanceSeconds(BEFORE);
        client.down = true;
        List.copyOf(client.pairs).forEach(pair -> {
            pair.clientTransport().breakWith(new IOException("Connection reset"));
            pair.serverTransport().breakWith(new IOException("Connection reset"));
        });
        for (int second = 0; second < OUTAGE; second += OUTAGE / MESSAGES) {
            send(second);
            clock.advanceSeconds(OUTAGE / MESSAGES);
        }
        client.down = false;
        clock.advanceSeconds(AFTER);
    }

    private void send(int second) {
        for (int i = 0; i < CLIENTS; i++) {
            ReconnectingWebSocket socket = members.get(i).socket;
            assertThat(socket.send("once " + i + " " + second)).isTrue();
            String kept = "kept " + i + " " + second;
            CompletableFuture<Void> confirmed = new CompletableFuture<>();
            unconfirmed.put(kept, confirmed);
            assertThat(socket.sendUntil(confirmed, WebSocketMessage.text(kept))).isTrue();
        }
    }

    private int[] attemptsPerSecond() {
        int[] attempts = new int[BEFORE + OUTAGE + AFTER];
        members.forEach(member -> member.attempts.forEach(at -> attempts[(int) at.toSeconds()]++));
        return attempts;
    }

    @Test
    void thousandClientsComeBackSpreadOutAndLoseNothingThatWasPromised() {
        run();
        firstAttemptsAreSpreadOverFiveSeconds();
        waitsGrowToTheCapAndDiffer();
        assertThat(members)
                .as("seed %d", SEED)
                .allSatisfy(member -> assertThat(member.socket.status().state()).isEqualTo(State.OPEN));
        assertThat(arrived)
                .as("seed %d", SEED)
                .hasSize(2 * MESSAGES * CLIENTS)
                .allSatisfy((message, times) -> assertThat(times).as(message).isEqualTo(1));
        assertThat(unconfirmed).isEmpty();
    }

    private void firstAttemptsAreSpreadOverFiveSeconds() {
        int[] halves = new int[10];
        for (Member member : members) {
            long after = member.attempts.get(1).minusSeconds(BEFORE).toMillis();
            halves[(int) (after / 500)]++;
        }
        // 100 are expected in each; five standard deviations are 47.
        assertThat(IntStream.of(halves).boxed()).as("seed %d", SEED).allSatisfy(count -> assertThat(count)
                .isBetween(50, 150));
    }

    private void waitsGrowToTheCapAndDiffer() {
        long bound = 5_000;
        for (int number = 0; number < 8; number++) {
            List<Long> waits = new ArrayList<>();
            for (Member member : members) {
                waits.add(member.waits.get(number).toMillis());
            }
            double mean = waits.stream().mapToLong(Long::longValue).average().orElse(0);
            assertThat(waits).as("wait %d, seed %d", number + 1, SEED).allMatch(within(bound));
            assertThat(mean).as("wait %d, seed %d", number + 1, SEED).isBetween(0.45 * bound, 0.55 * bound);
            bound = Math.min(2 * bound, 60_000);
        }
        // At the cap of 60 s, 1,000 clients make 33 attempts in a second.
        int[] attempts = attemptsPerSecond();
        for (int second = BEFORE + 240; second < BEFORE + OUTAGE; second++) {
            assertThat(attempts[second]).as("second %d, seed %d", second, SEED).isBetween(5, 75);
        }
    }

    private static Predicate<Long> within(long bound) {
        return wait -> wait <= bound;
    }

    @Test
    void plotInTheDocumentationIsOfThisRun() throws IOException {
        run();
        String plot = StormPlot.of(
                "1,000 clients lose their server for ten minutes",
                "Attempts per second, with the defaults: full jitter, 5 s to 60 s. Shaded: the server is away.",
                Arrays.copyOfRange(attemptsPerSecond(), BEFORE - 20, BEFORE + OUTAGE + AFTER),
                20,
                20 + OUTAGE);
        Files.createDirectories(GENERATED.getParent());
        Files.writeString(GENERATED, plot);
        if (Boolean.getBoolean("reconnecting.update")) {
            Files.copy(GENERATED, COMMITTED, StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(GENERATED)
                .as("docs/reconnecting.svg is out of date: run this test with -Dreconnecting.update=true")
                .hasSameTextualContentAs(COMMITTED);
    }
}
