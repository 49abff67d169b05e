package dev.heddle.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.driver.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventSourceClientTest {

    private static final Duration RETRY = Duration.ofSeconds(3);
    private static final Duration SHORT = Duration.ofNanos(1);

    @Tag("ES-001")
    @Tag("ES-002")
    @Test
    void requestAsksForAStreamThatIsNotStored() {
        ScriptedFetch script = ScriptedFetch.start();
        ScriptedFetch.Exchange request = script.request();
        assertThat(request.url.url()).isEqualTo("http://host.test/events");
        assertThat(request.headers)
                .isEqualTo(Headers.empty()
                        .with("Accept", "text/event-stream")
                        .with("Accept-Encoding", "identity")
                        .with("Cache-Control", "no-store"));
    }

    @Tag("ES-002")
    @Tag("ES-020")
    @Test
    void nextRequestNamesTheLastEvent() {
        ScriptedFetch script = ScriptedFetch.start();
        script.request().ok().send("id: 7\ndata: a\n\nid: 8\n").end();
        assertThat(lastEventId(script)).isEqualTo("7");
        assertThat(script.client().lastEventId()).isEqualTo("7");
    }

    @Tag("ES-020")
    @Test
    void idOfAnEventWithoutDataIsTheLastToo() {
        ScriptedFetch script = ScriptedFetch.start();
        script.request().ok().send("id: 9\n\n").end();
        assertThat(lastEventId(script)).isEqualTo("9");
    }

    @Tag("ES-002")
    @Tag("ES-019")
    @Test
    void emptyIdIsNotSentAgain() {
        ScriptedFetch script = ScriptedFetch.start();
        script.request().ok().send("id: 7\ndata: a\n\nid\ndata: b\n\n").end();
        assertThat(lastEventId(script)).isNull();
    }

    @Tag("ES-002")
    @Test
    void idIsSentAsOctetsOfUtf8() {
        ScriptedFetch script = ScriptedFetch.start();
        script.request().ok().send("id: ü€\ndata: a\n\n").end();
        assertThat(lastEventId(script)).isEqualTo("\u00c3\u00bc\u00e2\u0082\u00ac");
    }

    @Test
    void idThatNoFieldCanHoldIsNotSent() {
        ScriptedFetch script = ScriptedFetch.start();
        script.request().ok().send("id: a\u0001\ndata: a\n\n").end();
        assertThat(lastEventId(script)).isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventSourceClientOptions.builder().lastEventId("a\r\nHost: evil.test"))
                .withMessageContaining("lastEventId");
    }

    @Test
    void firstRequestNamesTheEventThatTheApplicationHadLast() {
        ScriptedFetch script = new ScriptedFetch(
                EventSourceClientOptions.builder().lastEventId("41").build());
        ScriptedFetch.Exchange request = script.request();
        assertThat(request.headers.first("Last-Event-ID")).isEqualTo("41");
        request.fail("refused");
        assertThat(lastEventId(script)).isEqualTo("41");
    }

    @Tag("ES-003")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/event-stream",
                "Text/Event-Stream",
                "text/event-stream;charset=utf-8",
                "text/event-stream ; charset=latin1"
            })
    void statusAndMediaTypeOpenTheStream(String type) {
        ScriptedFetch script = ScriptedFetch.start();
        ScriptedFetch.Exchange request = script.request().head(200, ScriptedFetch.type(type));
        assertThat(script.log).containsExactly("OPEN open");
        assertThat(request.cancelled).isFalse();
    }

    @Tag("ES-003")
    @ParameterizedTest
    @CsvSource({
        "200, text/plain, text/plain",
        "200, text/event-streams, text/event-streams",
        "200, , none",
        "204, text/event-stream, 204",
        "205, text/event-stream, 205",
        "304, text/event-stream, 304",
        "404, text/event-stream, 404",
        "500, text/event-stream, 500"
    })
    void anyOtherAnswerEndsTheClientForGood(int status, String type, String named) {
        ScriptedFetch script = ScriptedFetch.start();
        ScriptedFetch.Exchange request =
                script.request().head(status, type == null ? Headers.empty() : ScriptedFetch.type(type));
        assertThat(script.log).containsExactly("CLOSED failure");
        assertThat(script.errors.get(0)).hasMessageContaining(named).isInstanceOf(EventSourceException.class);
        assertThat(((EventSourceException) script.errors.get(0)).status()).isEqualTo(status);
        assertGone(script, request);
    }

    @Test
    void contentThatIsEncodedAllTheSameEndsTheClient() {
        ScriptedFetch script = ScriptedFetch.start();
        ScriptedFetch.Exchange request = script.request()
                .head(200, ScriptedFetch.type("text/event-stream").with("Content-Encoding", "gzip"));
        assertThat(script.errors.get(0)).hasMessageContaining("gzip");
        assertGone(script, request);
    }

    @Tag("ES-004")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void lostStreamIsAskedForAgainOnceAfterTheReconnectionTime(boolean regular) {
        ScriptedFetch script = ScriptedFetch.start();
        ScriptedFetch.Exchange first = script.request().ok();
        if (regular) {
            first.end();
        } else {
            first.fail("reset");
        }
        assertThat(script.log).containsExactly("OPEN open", "CONNECTING error");
        script.advance(RETRY.minus(SHORT));
        script.assertNoRequest();
        assertThat(script.client().readyState()).isEqualTo(EventSourceClient.State.CONNECTING);
        script.advance(SHORT);
        ScriptedFetch.Exchange second = script.request();
        script.advance(RETRY);
        script.assertNoRequest();
        // What the old connection still says is of no interest.
        first.send("data: late\n\n").fail("again");
        second.ok();
        assertThat(script.log).containsExactly("OPEN open", "CONNECTING error", "OPEN open");
    }

    @Tag("ES-004")
    @Tag("ES-005")
    @Test
    void attemptThatFailsIsMadeAgainNotBeforeTheReconnectionTime() {
        ScriptedFetch script = ScriptedFetch.start();
        for (int i = 0; i < 10; i++) {
            script.request().fail("refused");
            assertThat(script.advanceToTimer()).isBetween(RETRY.plus(SHORT), Duration.ofSeconds(60));
        }
        assertThat(script.log).hasSize(10).containsOnly("CONNECTING error");
        script.request().ok().end();
        assertThat(script.advanceToTimer()).isEqualTo(RETRY);
    }

    @Tag("ES-021")
    @CsvSource({"'5000', 5000", "'1', 100", "'99999999999999999999999999999', 3600000", "'12x', 3000"})
    @ParameterizedTest
    void streamSetsTheReconnectionTime(String retry, long millis) {
        ScriptedFetch script = ScriptedFetch.start();
        script.request().ok().send("retry: " + retry + "\n").end();
        assertThat(script.advanceToTimer()).hasMillis(millis);
    }

    @Tag("ES-007")
    @Test
    void noEventComesBehindACloseInsideOne() {
        ScriptedFetch script = ScriptedFetch.start();
        script.then = () -> {
            if (script.log.size() == 2) {
                script.client().close();
            }
        };
        ScriptedFetch.Exchange request =
                script.request().ok().send("id: 1\ndata: a\n\nid: 2\ndata: b\n\n" + "x".repeat(70_000));
        assertThat(script.log).containsExactly("OPEN open", "OPEN message a");
        assertThat(script.client().lastEventId()).isEqualTo("1");
        assertGone(script, request);
    }

    @Tag("ES-007")
    @Test
    void noEventComesBehindACloseWhileConnecting() {
        ScriptedFetch script = ScriptedFetch.start();
        ScriptedFetch.Exchange request = script.request();
        script.close();
        request.ok().send("data: a\n\n").end();
        assertThat(script.log).isEmpty();
        assertGone(script, request);
    }

    @Tag("ES-007")
    @Test
    void noRequestComesBehindACloseInTheReconnectionTime() {
        ScriptedFetch script = ScriptedFetch.start();
        ScriptedFetch.Exchange request = script.request().ok();
        request.end();
        script.close();
        script.close();
        assertThat(script.log).containsExactly("OPEN open", "CONNECTING error");
        assertGone(script, request);
    }

    @Tag("ES-007")
    @Test
    void noRequestComesBehindACloseInsideAnError() {
        ScriptedFetch script = ScriptedFetch.start();
        script.then = () -> script.client().close();
        ScriptedFetch.Exchange request = script.request();
        request.fail("refused");
        assertThat(script.log).containsExactly("CONNECTING error");
        assertGone(script, request);
    }

    @Tag("ES-007")
    @Test
    void noRequestComesBehindACloseBeforeTheHookHasAnswered() {
        CompletableFuture<EventSourceRequest> answer = new CompletableFuture<>();
        List<EventSourceRequest> asked = new ArrayList<>();
        ScriptedFetch script = new ScriptedFetch(EventSourceClientOptions.builder()
                .request(usual -> {
                    asked.add(usual);
                    return answer;
                })
                .build());
        script.close();
        answer.complete(asked.get(0));
        script.run();
        script.assertNoRequest();
        assertThat(script.time.count()).isZero();
    }

    @Tag("ES-008")
    @Test
    void statesAndEventsOverTwoReconnects() {
        ScriptedFetch script = ScriptedFetch.start();
        assertThat(script.client().readyState()).isEqualTo(EventSourceClient.State.CONNECTING);
        script.request().ok().send("data: a\n\n").end();
        script.advance(RETRY);
        script.request().ok().send("event: tick\ndata: b\n\n").fail("reset");
        script.advance(RETRY);
        script.request().ok().send("data: c\n\n");
        script.close();
        assertThat(script.log)
                .containsExactly(
                        "OPEN open",
                        "OPEN message a",
                        "CONNECTING error",
                        "OPEN open",
                        "OPEN tick b",
                        "CONNECTING error",
                        "OPEN open",
                        "OPEN message c");
        assertThat(script.client().readyState()).isEqualTo(EventSourceClient.State.CLOSED);
    }

    @Tag("ES-008")
    @Test
    void statesHaveTheNumbersOfTheStandard() {
        assertThat(EventSourceClient.State.values())
                .containsExactly(
                        EventSourceClient.State.CONNECTING,
                        EventSourceClient.State.OPEN,
                        EventSourceClient.State.CLOSED);
    }

    @Tag("ES-023")
    @Test
    void eventThatIsCutOffIsNotContinuedOnTheNextConnection() {
        ScriptedFetch script = ScriptedFetch.start();
        script.request().ok().send("event: x\ndata: a\n").end();
        script.advance(RETRY);
        script.request().ok().send("data: b\n\n");
        assertThat(script.log).containsExactly("OPEN open", "CONNECTING error", "OPEN open", "OPEN message b");
    }

    @Tag("SEC-44")
    @Test
    void whatAListenerThrowsChangesNothing() {
        ScriptedFetch script = ScriptedFetch.start();
        script.then = () -> {
            throw new IllegalStateException("a listener's");
        };
        script.request().ok().send("data: a\n\ndata: b\n\n").end();
        script.advance(RETRY);
        script.request().head(404, Headers.empty());
        assertThat(script.log)
                .containsExactly("OPEN open", "OPEN message a", "OPEN message b", "CONNECTING error", "CLOSED failure");
    }

    private static @Nullable String lastEventId(ScriptedFetch script) {
        script.advanceToTimer();
        return script.request().headers.first("Last-Event-ID");
    }

    private static void assertGone(ScriptedFetch script, ScriptedFetch.Exchange last) {
        assertThat(last.cancelled || script.log.get(script.log.size() - 1).endsWith("error"))
                .isTrue();
        assertThat(script.client().readyState()).isEqualTo(EventSourceClient.State.CLOSED);
        assertThat(script.time.count()).as("timers").isZero();
        assertThat(script.closed).isOne();
        script.advance(Duration.ofHours(2));
        script.assertNoRequest();
    }
}
