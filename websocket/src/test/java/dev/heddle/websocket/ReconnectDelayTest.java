package dev.heddle.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ES-005")
class ReconnectDelayTest {

    private static final Duration RETRY = Duration.ofSeconds(3);
    private static final Duration CAP = Duration.ofSeconds(60);

    /** Draws the greatest, so that the bounds are seen. */
    private static final SecureRandom GREATEST = new SecureRandom() {

        private static final long serialVersionUID = 1;

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    @Test
    void delaysOfAttemptsThatFailGrowToTheCap() {
        ReconnectDelay delay = new ReconnectDelay(RETRY, CAP, GREATEST);
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            seconds.add(delay.afterFailure().toSeconds());
        }
        assertThat(seconds).containsExactly(6L, 9L, 15L, 27L, 51L, 60L, 60L, 60L, 60L, 60L);
    }

    @Test
    void lossOfAnOpenStreamBeginsAgain() {
        ReconnectDelay delay = new ReconnectDelay(RETRY, CAP, GREATEST);
        delay.afterFailure();
        delay.afterFailure();
        assertThat(delay.afterLoss()).isEqualTo(RETRY);
        assertThat(delay.afterFailure()).hasSeconds(6);
    }

    @Test
    void reconnectionTimeOfTheStreamHolds() {
        ReconnectDelay delay = new ReconnectDelay(RETRY, CAP, GREATEST);
        delay.retry(Duration.ofSeconds(50));
        assertThat(delay.afterFailure()).hasSeconds(60);
        delay.retry(Duration.ofMinutes(2));
        assertThat(delay.afterFailure()).hasMinutes(2);
        assertThat(delay.afterLoss()).hasMinutes(2);
    }

    @Tag("SEC-46")
    @Test
    void delaysAreSpreadOverTheWholeRange() {
        ReconnectDelay delay = new ReconnectDelay(RETRY, CAP, new SecureRandom());
        List<Duration> delays = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            delays.add(delay.afterFailure());
        }
        assertThat(delays).allSatisfy(each -> assertThat(each).isBetween(RETRY, CAP));
        // That one of them is missing happens once in more than 10^40 runs.
        assertThat(delays).anyMatch(each -> each.toSeconds() < 12).anyMatch(each -> each.toSeconds() > 51);
    }
}
