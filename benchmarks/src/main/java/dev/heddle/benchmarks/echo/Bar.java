package dev.heddle.benchmarks.echo;

/**
 * A bar of a {@link BarPlot}.
 *
 * @param isOurs whether it is to be seen first
 */
record Bar(String label, double value, boolean isOurs) {}
