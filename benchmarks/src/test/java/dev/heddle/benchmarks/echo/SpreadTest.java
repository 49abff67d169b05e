package dev.heddle.benchmarks.echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

final class SpreadTest {

    @Test
    void medianOfAnOddNumberIsTheOneInTheMiddle() {
        assertThat(Spread.of(DoubleStream.of(3, 1, 2))).contains(new Spread(1, 2, 3, 3));
    }

    @Test
    void medianOfAnEvenNumberIsTheMeanOfTheTwoInTheMiddle() {
        assertThat(Spread.of(DoubleStream.of(8, 1, 2, 4))).contains(new Spread(1, 3, 8, 4));
    }

    @Test
    void nothingHasNoMedian() {
        assertThat(Spread.of(DoubleStream.empty())).isEmpty();
    }
}
