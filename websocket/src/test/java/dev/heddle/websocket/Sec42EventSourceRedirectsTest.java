package dev.heddle.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Headers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects of the client of an event stream: how far they lead, and what goes along. */
@Tag("ES-006")
class Sec42EventSourceRedirectsTest {

    private static final EventSourceClientOptions SECRETS = EventSourceClientOptions.builder()
            .header("Authorization", "Bearer secret")
            .header("Cookie", "session=secret")
            .header("X-Kind", "plain")
            .lastEventId("7")
            .build();

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectIsFollowedWithTheWholeRequest(int status) {
        ScriptedFetch script = new ScriptedFetch(SECRETS);
        ScriptedFetch.Exchange first = script.request().redirect(status, "other?a=b#fragment");
        assertThat(first.cancelled).isTrue();
        ScriptedFetch.Exchange second = script.request();
        assertThat(second.url.url()).isEqualTo("http://host.test/other?a=b");
        assertThat(second.headers).isEqualTo(first.headers);
        // What the first connection still brings is not part of the stream.
        first.send("data: a\n\n").fail("late");
        second.ok();
        assertThat(script.log).containsExactly("OPEN open");
    }

    @ParameterizedTest
    @CsvSource({
        "http://host.test/a, http://host.test:80/b, true",
        "http://host.test/a, http://HOST.test/b, true",
        "http://host.test/a, http://host.test:81/b, false",
        "http://host.test/a, //other.test/b, false",
        "http://host.test/a, https://host.test/b, false",
        "http://host.test/a, http://host.test.evil.test/b, false",
        "https://host.test/a, /b, true",
        "https://host.test/a, https://host.test:8443/b, false"
    })
    void credentialsAreForOneOriginAlone(String from, String to, boolean kept) {
        ScriptedFetch script = new ScriptedFetch(from, SECRETS);
        script.request().redirect(307, to);
        Headers headers = script.request().headers;
        assertThat(headers.contains("Authorization")).isEqualTo(kept);
        assertThat(headers.contains("Cookie")).isEqualTo(kept);
        assertThat(headers.first("X-Kind")).isEqualTo("plain");
        assertThat(headers.first("Last-Event-ID")).isEqualTo("7");
    }

    @Test
    void credentialsStayAwayOnTheWayBackAndComeWithTheNextAttempt() {
        ScriptedFetch script = new ScriptedFetch(SECRETS);
        script.request().redirect(302, "http://other.test/");
        script.request().redirect(302, "http://host.test/again");
        ScriptedFetch.Exchange third = script.request();
        assertThat(third.headers.contains("Cookie")).isFalse();
        third.ok().end();
        script.advanceToTimer();
        ScriptedFetch.Exchange next = script.request();
        assertThat(next.url).hasToString("http://host.test/events");
        assertThat(next.headers.contains("Cookie")).isTrue();
    }

    @Test
    void fiveRedirectsAreFollowedAndNoMore() {
        ScriptedFetch script = ScriptedFetch.start();
        for (int i = 0; i < 5; i++) {
            script.request().redirect(302, "/" + i);
        }
        ScriptedFetch.Exchange last = script.request();
        assertThat(last.url).hasToString("http://host.test/4");
        last.redirect(302, "/5");
        assertFailed(
                script,
                "http://host.test/4 answered with status 302, a redirect that is not followed: there were 5 before it (maxRedirects is 5)");
    }

    @Test
    void eachAttemptMayBeRedirectedAsOften() {
        ScriptedFetch script = ScriptedFetch.start();
        for (int attempt = 0; attempt < 3; attempt++) {
            for (int i = 0; i < 5; i++) {
                script.request().redirect(302, "/" + i);
            }
            script.request().ok().end();
            script.advanceToTimer();
        }
        assertThat(script.log).doesNotContain("CLOSED failure").hasSize(6);
    }

    @Test
    void noRedirectIsFollowedWhereNoneIsAllowed() {
        ScriptedFetch script = new ScriptedFetch(
                EventSourceClientOptions.builder().maxRedirects(0).build());
        script.request().redirect(308, "/other");
        assertFailed(
                script,
                "http://host.test/events answered with status 308, a redirect that is not followed: there were 0 before it (maxRedirects is 0)");
    }

    @Test
    void redirectFromHttpsToHttpIsRefused() {
        ScriptedFetch script = new ScriptedFetch("https://host.test/events", SECRETS);
        script.request().redirect(301, "http://host.test/events?token=secret");
        assertFailed(
                script,
                "https://host.test/events answered with status 301, a redirect that is not followed: its Location must not leave https:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://host.test/", "http://user:secret@host.test/", "http://", "/a b?secret", "ws://host.test/"
            })
    void redirectToWhatIsNoSuchUrlIsRefused(String location) {
        ScriptedFetch script = ScriptedFetch.start();
        script.request().redirect(301, location);
        assertThat(script.log).containsExactly("CLOSED failure");
        assertThat(script.errors.get(0))
                .hasMessageStartingWith(
                        "http://host.test/events answered with status 301, a redirect that is not followed: its Location ")
                .hasMessageNotContaining("secret");
        script.assertNoRequest();
    }

    @Test
    void redirectWithoutALocationIsRefused() {
        ScriptedFetch script = ScriptedFetch.start();
        script.request().head(302, Headers.empty());
        assertFailed(
                script,
                "http://host.test/events answered with status 302, a redirect that is not followed: there must be one Location header, not 0");
    }

    private static void assertFailed(ScriptedFetch script, String message) {
        assertThat(script.log).containsExactly("CLOSED failure");
        assertThat(script.errors.get(0)).hasMessage(message);
        assertThat(script.client().readyState()).isEqualTo(EventSourceClient.State.CLOSED);
        assertThat(script.time.count()).isZero();
        script.assertNoRequest();
    }
}
