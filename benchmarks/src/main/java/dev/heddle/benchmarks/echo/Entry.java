package dev.heddle.benchmarks.echo;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** A line of a {@link Journal}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
    @JsonSubTypes.Type(value = Environment.class, name = "environment"),
    @JsonSubTypes.Type(value = Entry.Load.class, name = "load"),
    @JsonSubTypes.Type(value = Entry.Peak.class, name = "peak"),
    @JsonSubTypes.Type(value = Entry.Idle.class, name = "idle"),
    @JsonSubTypes.Type(value = Entry.Missing.class, name = "missing")
})
sealed interface Entry permits Environment, Entry.Load, Entry.Peak, Entry.Idle, Entry.Missing {

    /**
     * What one run of the load generator gave.
     *
     * @param cell a {@link Cell#name}
     * @param cpu what a message cost the server, in microseconds of CPU
     * @param perSecond messages that came back
     * @param generatorCpu what a message cost the load generator, in microseconds of CPU
     * @param latencies a {@link Latencies#encoded}, for cells where these are asked for
     */
    record Load(
            int round,
            Server server,
            String cell,
            double cpu,
            double perSecond,
            double generatorCpu,
            @Nullable String latencies)
            implements Entry {}

    /** The most memory that was resident in a server which had gone through a round's cells without compression. */
    record Peak(int round, Server server, long bytes) implements Entry {}

    /**
     * What a connection holds on which nothing was sent, in bytes.
     *
     * @param heap of live objects; null where there is no Java heap
     * @param other resident outside of the Java heap; all that is resident, where there is none
     */
    record Idle(int round, Server server, @Nullable Double heap, double other) implements Entry {

        double total() {
            return heap == null ? other : heap + other;
        }
    }

    /**
     * What could not be measured, and why.
     *
     * @param cell a {@link Cell#name}; null if it was the whole server
     */
    record Missing(int round, Server server, @Nullable String cell, String reason) implements Entry {}
}
