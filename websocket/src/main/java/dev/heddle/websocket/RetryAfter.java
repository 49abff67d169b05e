package dev.heddle.websocket;

import dev.heddle.driver.Headers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How long a server wants to be left alone. Source: RFC 9110 §10.2.3. */
final class RetryAfter {

    /** Seconds of so many digits fit a long with room to spare; who means more than 30 years says never. */
    private static final int MOST_DIGITS = 9;

    /** RFC 9110 §5.6.7: the preferred form, then the two obsolete ones. */
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT),
            DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC));

    private RetryAfter() {}

    /**
     * Returns the time to wait, zero if the headers say nothing about it that can be understood.
     *
     * @param now the time, if the response does not say what it was at the server: from there a date is counted, so that a clock that
     *     is wrong does no harm
     */
    static Duration of(Headers headers, Instant now) {
        String value = headers.first("Retry-After");
        if (value == null || value.isEmpty()) {
            return Duration.ZERO;
        }
        if (value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Duration.ofSeconds(value.length() > MOST_DIGITS ? Integer.MAX_VALUE : Long.parseLong(value));
        }
        Instant until = date(value);
        if (until == null) {
            return Duration.ZERO;
        }
        String sent = headers.first("Date");
        Instant atServer = sent == null ? null : date(sent);
        Duration wait = Duration.between(atServer == null ? now : atServer, until);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private static @Nullable Instant date(String value) {
        for (DateTimeFormatter format : DATES) {
            try {
                return format.parse(value, Instant::from);
            } catch (DateTimeException e) {
                // The next form may do, or none.
            }
        }
        return null;
    }
}
