package dev.heddle.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Headers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The client of an event stream: pauses, time limits, and requests that the application makes. */
class EventSourceFlowTest {

    @Test
    void oneReadIsAskedForBehindTheOther() {
        ScriptedFetch script = ScriptedFetch.start();
        ScriptedFetch.Exchange request = script.request();
        assertThat(request.reads).isZero();
        request.ok();
        assertThat(request.reads).isOne();
        request.send("data: a\n\n");
        assertThat(request.reads).isEqualTo(2);
    }

    @Test
    void noEventComesBehindAPauseAndNothingIsRead() {
        ScriptedFetch script = ScriptedFetch.start();
        ScriptedFetch.Exchange request = script.request().ok();
        script.then = () -> script.client().pause();
        request.send("id: 1\ndata: a\n\nid: 2\ndata: b\n\nid: 3\ndata: c\n\n");
        assertThat(script.takeLog()).containsExactly("OPEN open", "OPEN message a");
        assertThat(script.client().lastEventId()).isEqualTo("1");
        assertThat(request.reads).isOne();
        resume(script);
        assertThat(script.takeLog()).containsExactly("OPEN message b");
        assertThat(request.reads).isOne();
        script.then = () -> {};
        resume(script);
        assertThat(script.takeLog()).containsExactly("OPEN message c");
        assertThat(script.client().lastEventId()).isEqualTo("3");
        assertThat(request.reads).isEqualTo(2);
    }

    @Test
    void endOfTheStreamWaitsBehindThePausedEvents() {
        ScriptedFetch script = ScriptedFetch.start();
        ScriptedFetch.Exchange request = script.request().ok();
        script.client().pause();
        request.send("id: 1\ndata: a\n\nid: 2\n\n").end();
        assertThat(script.log).containsExactly("OPEN open");
        assertThat(script.client().lastEventId()).isEmpty();
        resume(script);
        assertThat(script.log).containsExactly("OPEN open", "OPEN message a", "CONNECTING error");
        script.advanceToTimer();
        assertThat(script.request().headers.first("Last-Event-ID")).isEqualTo("2");
    }

    @Tag("ES-007")
    @Test
    void closeDropsThePausedEvents() {
        ScriptedFetch script = ScriptedFetch.start();
        ScriptedFetch.Exchange request = script.request().ok();
        script.client().pause();
        request.send("data: a\n\n");
        script.close();
        resume(script);
        assertThat(script.log).containsExactly("OPEN open");
        assertThat(request.cancelled).isTrue();
    }

    @Tag("SEC-47")
    @Tag("ES-026")
    @Test
    void streamThatPassesALimitEndsTheClient() {
        ScriptedFetch script = ScriptedFetch.start();
        ScriptedFetch.Exchange request = script.request().ok();
        for (int i = 0; i < 100; i++) {
            request.send("x".repeat(1000));
        }
        assertThat(script.log).containsExactly("OPEN open", "CLOSED failure");
        assertThat(script.errors.get(0)).hasMessageContaining("65536 bytes (maxLine)");
        assertThat(request.cancelled).isTrue();
        assertThat(script.time.count()).isZero();
    }

    @Test
    void attemptWithoutAResponseIsGivenUpAndMadeAgain() {
        ScriptedFetch script = ScriptedFetch.start();
        ScriptedFetch.Exchange request = script.request();
        assertThat(script.advanceToTimer()).hasSeconds(60);
        assertThat(script.log).containsExactly("CONNECTING error");
        assertThat(script.errors.get(0))
                .hasMessage("No response came from http://host.test/events within PT1M (responseTimeout)");
        assertThat(request.cancelled).isTrue();
        script.advanceToTimer();
        assertThat(script.request()).isNotSameAs(request);
    }

    @Test
    void openStreamHasNoTimeLimitUnlessOneIsSet() {
        ScriptedFetch script = ScriptedFetch.start();
        script.request().ok();
        assertThat(script.time.count()).isZero();
    }

    @Test
    void silentStreamIsLost() {
        ScriptedFetch script = new ScriptedFetch(EventSourceClientOptions.builder()
                .idleTimeout(Duration.ofSeconds(45))
                .build());
        ScriptedFetch.Exchange request = script.request().ok();
        script.advance(Duration.ofSeconds(30));
        request.send(":\n");
        script.advance(Duration.ofSeconds(44));
        assertThat(script.log).containsExactly("OPEN open");
        script.advance(Duration.ofSeconds(1));
        assertThat(script.log).containsExactly("OPEN open", "CONNECTING error");
        assertThat(script.errors.get(0))
                .hasMessage("Nothing came from http://host.test/events for PT45S (idleTimeout)");
        assertThat(request.cancelled).isTrue();
    }

    @Test
    void pausedStreamIsNotSilent() {
        ScriptedFetch script = new ScriptedFetch(EventSourceClientOptions.builder()
                .idleTimeout(Duration.ofSeconds(45))
                .build());
        script.request().ok();
        script.client().pause();
        script.advance(Duration.ofSeconds(50));
        script.advance(Duration.ofSeconds(50));
        resume(script);
        script.advance(Duration.ofSeconds(44));
        assertThat(script.log).containsExactly("OPEN open");
    }

    @Test
    void eachAttemptHasItsOwnRequest() {
        int[] attempts = {0};
        ScriptedFetch script = new ScriptedFetch(EventSourceClientOptions.builder()
                .header("Cookie", "a=1")
                .header("Authorization", "Bearer old")
                .request(usual ->
                        CompletableFuture.completedFuture(usual.withHeader("authorization", "Bearer " + ++attempts[0])
                                .withUrl("http://host" + attempts[0] + ".test/")))
                .build());
        ScriptedFetch.Exchange first = script.request();
        assertThat(first.url).hasToString("http://host1.test/");
        assertThat(first.headers.all("Authorization")).containsExactly("Bearer 1");
        assertThat(first.headers.all("Cookie")).containsExactly("a=1");
        first.ok().send("id: 5\ndata: a\n\n").end();
        script.advanceToTimer();
        ScriptedFetch.Exchange second = script.request();
        assertThat(second.url).hasToString("http://host2.test/");
        assertThat(second.headers.all("Authorization")).containsExactly("Bearer 2");
        assertThat(second.headers.first("Last-Event-ID")).isEqualTo("5");
    }

    @Test
    void hookThatFailsIsAskedAgain() {
        int[] attempts = {0};
        ScriptedFetch script = new ScriptedFetch(EventSourceClientOptions.builder()
                .request(usual -> switch (++attempts[0]) {
                    case 1 -> throw new IllegalStateException("no token yet");
                    case 2 -> CompletableFuture.failedFuture(new IllegalStateException("still none"));
                    default -> CompletableFuture.completedFuture(usual);
                })
                .build());
        assertThat(script.errors.get(0)).hasMessage("The hook made no request").hasRootCauseMessage("no token yet");
        script.advanceToTimer();
        assertThat(script.errors.get(1)).hasRootCauseMessage("still none");
        script.advanceToTimer();
        script.request().ok();
        assertThat(script.log).containsExactly("CONNECTING error", "CONNECTING error", "OPEN open");
    }

    @Test
    void requestThatIsNotMadeInTimeIsGivenUp() {
        CompletableFuture<EventSourceRequest> never = new CompletableFuture<>();
        ScriptedFetch script = new ScriptedFetch(
                EventSourceClientOptions.builder().request(usual -> never).build());
        script.advanceToTimer();
        assertThat(script.log).containsExactly("CONNECTING error");
        never.complete(new EventSourceRequest(HttpUrl.parse("http://host.test/"), Headers.empty()));
        script.run();
        script.assertNoRequest();
    }

    private static void resume(ScriptedFetch script) {
        script.client().resume();
        script.run();
    }
}
