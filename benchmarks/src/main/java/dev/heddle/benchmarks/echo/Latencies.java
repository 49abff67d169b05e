package dev.heddle.benchmarks.echo;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** Round trips in nanoseconds. */
final class Latencies {

    private static final int DIGITS = 3;
    private static final long HIGHEST = 3_600_000_000_000L;

    private final Histogram histogram;

    private Latencies(Histogram histogram) {
        this.histogram = histogram;
    }

    static Latencies none() {
        return new Latencies(new Histogram(HIGHEST, DIGITS));
    }

    /** Takes the buckets of the load generator: {@code [[nanoseconds, count], …]}. */
    static Latencies of(JsonNode buckets) {
        Latencies latencies = none();
        for (JsonNode bucket : buckets) {
            latencies.histogram.recordValueWithCount(
                    bucket.get(0).asLong(), bucket.get(1).asLong());
        }
        return latencies;
    }

    /**
     * Returns what {@link #encoded} gave.
     *
     * @throws IllegalArgumentException if it did not give that
     */
    static Latencies decode(String encoded) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(encoded));
            return new Latencies(Histogram.decodeFromCompressedByteBuffer(bytes, HIGHEST));
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("Not a histogram: " + encoded, e);
        }
    }

    /** Returns HdrHistogram's compressed form in Base64. */
    String encoded() {
        ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(bytes);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    }

    void add(Latencies other) {
        histogram.add(other.histogram);
    }

    long count() {
        return histogram.getTotalCount();
    }

    /** Returns microseconds that so many per cent of the round trips did not exceed. */
    double micros(double percent) {
        return histogram.getValueAtPercentile(percent) / 1000.0;
    }
}
