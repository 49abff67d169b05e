package dev.heddle.benchmarks.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

final class LatenciesTest {

    private static final double DIGITS = 0.002;

    @Test
    void roundsAreMergedByTheirCounts() throws JsonProcessingException {
        Latencies all = buckets("[[1000,98]]");
        all.add(buckets("[[50000,1],[2000000,1]]"));
        assertThat(all.count()).isEqualTo(100);
        assertThat(all.micros(50)).isCloseTo(1, within(DIGITS));
        assertThat(all.micros(99)).isCloseTo(50, within(50 * DIGITS));
        assertThat(all.micros(99.9)).isCloseTo(2000, within(2000 * DIGITS));
    }

    @Test
    void encodedFormKeepsEveryCount() throws JsonProcessingException {
        Latencies decoded = Latencies.decode(buckets("[[63,7],[120000,3]]").encoded());
        assertThat(decoded.count()).isEqualTo(10);
        assertThat(decoded.micros(70)).isCloseTo(0.063, within(0.001));
        assertThat(decoded.micros(100)).isCloseTo(120, within(120 * DIGITS));
    }

    private static Latencies buckets(String json) throws JsonProcessingException {
        return Latencies.of(new ObjectMapper().readTree(json));
    }
}
