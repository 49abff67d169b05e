package dev.heddle.benchmarks.echo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FiguresTest {

    @Test
    void rangeStandsBehindTheMedian() {
        assertThat(Figures.range(new Spread(1, 2.5, 1234, 3))).isEqualTo("2.50 (1.00–1,234)");
        assertThat(Figures.range(new Spread(1, 2.5, 1234, 3), 1)).isEqualTo("2.5 (1.0–1234.0)");
    }

    @Test
    void oneFigureHasNoRange() {
        assertThat(Figures.range(new Spread(2, 2, 2, 1), 0)).isEqualTo("2");
    }
}
