package dev.heddle.websocket;

import dev.heddle.driver.Headers;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** What an event stream is told when it is made. Immutable; one instance serves many connections. */
public final class EventSourceOptions {

    private static final EventSourceOptions DEFAULTS = builder().build();

    private final Headers headers;
    private final Duration retry;
    private final Duration pingInterval;
    private final Duration closeTimeout;
    private final Duration writeStallTimeout;
    private final long minWriteRate;
    private final Duration minWriteRateTime;
    private final int highWatermark;
    private final int lowWatermark;
    private final long maxBufferedAmount;

    private EventSourceOptions(Builder builder) {
        this.headers = builder.headers;
        this.retry = builder.retry;
        this.pingInterval = builder.pingInterval;
        this.closeTimeout = builder.closeTimeout;
        this.writeStallTimeout = builder.writeStallTimeout;
        this.minWriteRate = builder.minWriteRate;
        this.minWriteRateTime = builder.minWriteRateTime;
        this.highWatermark = builder.highWatermark;
        this.lowWatermark = builder.lowWatermark;
        this.maxBufferedAmount = builder.maxBufferedAmount;
    }

    /** Returns the options that hold when nothing else is asked for. */
    public static EventSourceOptions defaults() {
        return DEFAULTS;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns more fields for the response. */
    public Headers headers() {
        return headers;
    }

    /** Returns how long clients are to wait before they connect again. */
    public Duration retry() {
        return retry;
    }

    /** Returns the time without an event after which a comment is sent. */
    public Duration pingInterval() {
        return pingInterval;
    }

    /** Returns the time that the peer has to take the rest and leave when the stream is closed. */
    public Duration closeTimeout() {
        return closeTimeout;
    }

    /** Returns the time without progress after which a full output ends the connection. */
    public Duration writeStallTimeout() {
        return writeStallTimeout;
    }

    /** Returns how many bytes a slow peer has to take in {@link #minWriteRateTime}; zero for any. */
    public long minWriteRate() {
        return minWriteRate;
    }

    /** Returns the time in which a slow peer has to take {@link #minWriteRate} bytes; zero if there is no such rule. */
    public Duration minWriteRateTime() {
        return minWriteRateTime;
    }

    /** Returns from how many unsent bytes on events wait. */
    public int highWatermark() {
        return highWatermark;
    }

    /** Returns down to how many unsent bytes they wait. */
    public int lowWatermark() {
        return lowWatermark;
    }

    /** Returns how many bytes of events may wait before a send fails and ends the connection. */
    public long maxBufferedAmount() {
        return maxBufferedAmount;
    }

    /** Builds options. */
    public static final class Builder {

        private static final Set<String> RESERVED = reserved();

        private Headers headers = Headers.empty();
        private Duration retry = Duration.ofSeconds(5);
        private Duration pingInterval = Duration.ofSeconds(15);
        private Duration closeTimeout = Duration.ofSeconds(10);
        private Duration writeStallTimeout = Duration.ofSeconds(20);
        private long minWriteRate;
        private Duration minWriteRateTime = Duration.ZERO;
        private int highWatermark = 64 * 1024;
        private int lowWatermark = 32 * 1024;
        private long maxBufferedAmount = 16L * 1024 * 1024;

        private Builder() {}

        private static Set<String> reserved() {
            Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            names.addAll(Set.of("Content-Type", "Content-Length", "Transfer-Encoding", "Cache-Control", "Connection"));
            return names;
        }

        /**
         * Adds a field to the response, such as {@code Access-Control-Allow-Origin}.
         *
         * @throws IllegalArgumentException if it can not be sent, or the response sets that field itself
         */
        public Builder header(String name, String value) {
            if (RESERVED.contains(name)) {
                throw new IllegalArgumentException("The response of an event stream sets " + name + " itself");
            }
            headers = headers.with(name, value);
            return this;
        }

        /** Sets how long clients are to wait before they connect again, by default 5 s. */
        public Builder retry(Duration time) {
            this.retry = Checks.time("retry", time);
            return this;
        }

        /** Sets the time without an event after which a comment is sent, by default 15 s; zero sends none. */
        public Builder pingInterval(Duration interval) {
            this.pingInterval = Checks.time("pingInterval", interval);
            return this;
        }

        /** Sets the time that the peer has to take the rest and leave when the stream is closed, by default 10 s; zero for ever. */
        public Builder closeTimeout(Duration timeout) {
            this.closeTimeout = Checks.time("closeTimeout", timeout);
            return this;
        }

        /** Sets the time without progress after which a full output ends the connection, by default 20 s; zero never. */
        public Builder writeStallTimeout(Duration timeout) {
            this.writeStallTimeout = Checks.time("writeStallTimeout", timeout);
            return this;
        }

        /**
         * Sets how much a slow peer has to take: one whose output was full, and for which something has waited since, ends its
         * connection by taking fewer bytes in such a time. By default there is no such rule, so that one who takes a little at a
         * time is waited for, within {@code maxBufferedAmount}. Bytes are counted in steps of up to 64 KiB, so ask for some of these.
         *
         * @param bytes at least 0, which sets no rule
         * @param time more than zero
         */
        public Builder minWriteRate(long bytes, Duration time) {
            Checks.minWriteRate(bytes, time);
            this.minWriteRate = bytes;
            this.minWriteRateTime = bytes == 0 ? Duration.ZERO : time;
            return this;
        }

        /**
         * Sets between how many unsent bytes events wait, by default 32 KiB and 64 KiB.
         *
         * @throws IllegalArgumentException unless 1 ≤ low ≤ high
         */
        public Builder watermarks(int low, int high) {
            Checks.watermarks(low, high);
            this.lowWatermark = low;
            this.highWatermark = high;
            return this;
        }

        /**
         * Sets how many bytes of events may wait before a send fails and ends the connection, by default 16 MiB; what is just being
         * written may come on top of it. One that waits counts as 256 bytes at least.
         */
        public Builder maxBufferedAmount(long bytes) {
            this.maxBufferedAmount = Checks.maxBufferedAmount(bytes);
            return this;
        }

        /** Builds the options. */
        public EventSourceOptions build() {
            return new EventSourceOptions(this);
        }
    }
}
