package dev.heddle.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("SEC-46")
class RetryAfterTest {

    private static final Instant NOW = Instant.parse("1994-11-06T08:49:00Z");

    private static Headers headers(String value) {
        return Headers.empty().with("Retry-After", value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120 | 120",
                "0 | 0",
                "99999999999999999999 | 2147483647",
                "Sun, 06 Nov 1994 08:49:37 GMT | 37",
                "Sun Nov  6 08:49:37 1994 | 37",
                "Sun, 06 Nov 1994 09:49:37 +0100 | 37",
                "Sun Nov  6 08:49:37 +9999999999 | 0",
                "Sun, 06 Nov 1994 08:48:00 GMT | 0",
                "-5 | 0",
                "1.5 | 0",
                "soon | 0"
            })
    void timeIsSecondsOrADate(String value, long seconds) {
        assertThat(RetryAfter.of(headers(value), NOW)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void dateOfRfc850IsUnderstood() {
        assertThat(RetryAfter.of(headers("Wednesday, 06-Nov-24 08:49:37 GMT"), Instant.parse("2024-11-06T08:49:00Z")))
                .isEqualTo(Duration.ofSeconds(37));
    }

    @Test
    void dateIsCountedFromTheServersClock() {
        Headers response = headers("Sun, 06 Nov 1994 09:00:10 GMT").with("Date", "Sun, 06 Nov 1994 09:00:00 GMT");
        assertThat(RetryAfter.of(response, NOW)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void nothingIsAskedForWithoutTheHeader() {
        assertThat(RetryAfter.of(Headers.empty(), NOW)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"120,120", "86400,600", "99999999999999999999,600", "Fri Dec 31 23:59:59 +999999999,600"})
    void waitIsWhatWasAskedForUpToTheMostAndARandomTimeOnTop(String asked, long seconds) {
        Backoff backoff = new Backoff(Duration.ofSeconds(5), Duration.ofSeconds(60), new Random(1));
        Delays delays = new Delays(backoff, Duration.ofMinutes(10), () -> NOW);
        CloseEvent end = new CloseEvent(
                1006,
                "",
                false,
                CloseEvent.By.THIS_SIDE,
                ReadyState.CONNECTING,
                1006,
                1006,
                new HandshakeException(null, "Refused", 503, headers(asked), new byte[0]));
        assertThat(Duration.ofNanos(delays.nextNanos(end)))
                .isGreaterThan(Duration.ofSeconds(seconds))
                .isLessThanOrEqualTo(Duration.ofSeconds(seconds + 5));
    }
}
