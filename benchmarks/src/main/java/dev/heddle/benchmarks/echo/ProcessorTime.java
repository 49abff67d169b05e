package dev.heddle.benchmarks.echo;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.NoSuchElementException;

/** How long a process has had a core, in the system's ticks of some milliseconds. */
final class ProcessorTime {

    private ProcessorTime() {}

    /**
     * Returns the time of a process up to now.
     *
     * @throws IOException if there is no such process, or the system does not say
     */
    static Duration of(long pid) throws IOException {
        try {
            return ProcessHandle.of(pid).orElseThrow().info().totalCpuDuration().orElseThrow();
        } catch (NoSuchElementException e) {
            throw new IOException("No processor time of process " + pid + " at " + Instant.now(), e);
        }
    }
}
