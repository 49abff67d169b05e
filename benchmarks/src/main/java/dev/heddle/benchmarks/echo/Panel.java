package dev.heddle.benchmarks.echo;

import java.util.List;

/** Bars on one scale, from the top down. */
record Panel(String title, List<Bar> bars) {

    double greatest() {
        return bars.stream().mapToDouble(Bar::value).max().orElse(1);
    }
}
