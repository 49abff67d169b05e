package dev.heddle.benchmarks.echo;

import java.util.List;
import java.util.SortedMap;

/**
 * Where, with what and how was measured; first in a {@link Journal}.
 *
 * @param jvmFlags what the JVM chose for itself on one core: its collector and the size of its heap
 * @param versions of what is measured, by name
 * @param seconds that each cell was measured in each round
 */
record Environment(
        String date,
        String processor,
        int cores,
        long memory,
        String kernel,
        int feature,
        String jvm,
        String jvmFlags,
        List<String> jvmOptions,
        SortedMap<String, String> versions,
        int rounds,
        double seconds)
        implements Entry {}
