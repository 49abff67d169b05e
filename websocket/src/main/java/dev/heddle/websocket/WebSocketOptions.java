package dev.heddle.websocket;

import dev.heddle.driver.DriverOptions;
import dev.heddle.extensions.Extension;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a WebSocket is told when it is made. Immutable; one instance serves many connections. Every time is positive and at
 * most 100 years, or zero for "never".
 */
public final class WebSocketOptions {

    private static final WebSocketOptions DEFAULTS = builder().build();

    private final DriverOptions driver;
    private final Duration handshakeTimeout;
    private final Duration pingInterval;
    private final Duration pongTimeout;
    private final Duration idleTimeout;
    private final Duration closeTimeout;
    private final Duration linger;
    private final Duration writeStallTimeout;
    private final long minWriteRate;
    private final Duration minWriteRateTime;
    private final int highWatermark;
    private final int lowWatermark;
    private final long maxBufferedAmount;

    private WebSocketOptions(Builder builder) {
        this.driver = builder.driver.build();
        this.handshakeTimeout = builder.handshakeTimeout;
        this.pingInterval = builder.pingInterval;
        this.pongTimeout = builder.pongTimeout;
        this.idleTimeout = builder.idleTimeout;
        this.closeTimeout = builder.closeTimeout;
        this.linger = builder.linger;
        this.writeStallTimeout = builder.writeStallTimeout;
        this.minWriteRate = builder.minWriteRate;
        this.minWriteRateTime = builder.minWriteRateTime;
        this.highWatermark = builder.highWatermark;
        this.lowWatermark = builder.lowWatermark;
        // One message of the largest legal size always fits.
        this.maxBufferedAmount =
                Math.max(builder.maxBufferedAmount, driver.limits().maxLength());
    }

    /** Returns the options that hold when nothing else is asked for. */
    public static WebSocketOptions defaults() {
        return DEFAULTS;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the protocol's options: limits, subprotocols. */
    public DriverOptions driver() {
        return driver;
    }

    /** Returns the time for the whole opening handshake, TLS included. */
    public Duration handshakeTimeout() {
        return handshakeTimeout;
    }

    /** Returns the time between two pings. */
    public Duration pingInterval() {
        return pingInterval;
    }

    /** Returns the time after a ping within which any whole frame must come. */
    public Duration pongTimeout() {
        return pongTimeout;
    }

    /** Returns the time without a whole frame after which the connection is ended. */
    public Duration idleTimeout() {
        return idleTimeout;
    }

    /** Returns the time that the closing handshake may take. */
    public Duration closeTimeout() {
        return closeTimeout;
    }

    /** Returns the time that the peer has to end the connection after this side did. */
    public Duration linger() {
        return linger;
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

    /** Returns from how many unsent bytes on data messages wait. */
    public int highWatermark() {
        return highWatermark;
    }

    /** Returns down to how many unsent bytes they wait. */
    public int lowWatermark() {
        return lowWatermark;
    }

    /** Returns how many bytes of messages may wait before a send fails and ends the connection. */
    public long maxBufferedAmount() {
        return maxBufferedAmount;
    }

    /** Builds options. */
    public static final class Builder {

        private final DriverOptions.Builder driver = DriverOptions.builder();
        private Duration handshakeTimeout = Duration.ofSeconds(10);
        private Duration pingInterval = Duration.ofSeconds(20);
        private Duration pongTimeout = Duration.ofSeconds(20);
        private Duration idleTimeout = Duration.ofSeconds(60);
        private Duration closeTimeout = Duration.ofSeconds(10);
        private Duration linger = Duration.ofSeconds(2);
        private Duration writeStallTimeout = Duration.ofSeconds(20);
        private long minWriteRate;
        private Duration minWriteRateTime = Duration.ZERO;
        private int highWatermark = 64 * 1024;
        private int lowWatermark = 32 * 1024;
        private long maxBufferedAmount = 64L * 1024 * 1024;

        private Builder() {}

        /** Changes the protocol's options: limits, subprotocols. */
        public Builder driver(Consumer<DriverOptions.Builder> change) {
            change.accept(driver);
            return this;
        }

        /**
         * Sets the extensions to negotiate, the most wanted first; by default none.
         *
         * @throws IllegalArgumentException if two have one name
         */
        public Builder extensions(Extension... extensions) {
            driver.extensions(List.of(extensions));
            return this;
        }

        /** Sets the time for the whole opening handshake, by default 10 s. */
        public Builder handshakeTimeout(Duration timeout) {
            this.handshakeTimeout = Checks.time("handshakeTimeout", timeout);
            return this;
        }

        /** Sets the time between two pings, by default 20 s; zero sends none. */
        public Builder pingInterval(Duration interval) {
            this.pingInterval = Checks.time("pingInterval", interval);
            return this;
        }

        /** Sets the time after a ping within which any whole frame must come, by default 20 s. */
        public Builder pongTimeout(Duration timeout) {
            this.pongTimeout = Checks.time("pongTimeout", timeout);
            return this;
        }

        /**
         * Sets the time without a whole frame after which the connection is ended, by default 60 s on a server. Checked
         * four times in that time, so that the end comes up to a quarter later. Clients have none: pings cover it.
         */
        public Builder idleTimeout(Duration timeout) {
            this.idleTimeout = Checks.time("idleTimeout", timeout);
            return this;
        }

        /** Sets the time that the closing handshake may take, by default 10 s. */
        public Builder closeTimeout(Duration timeout) {
            this.closeTimeout = Checks.time("closeTimeout", timeout);
            return this;
        }

        /** Sets the time that the peer has to end the connection after this side did, by default 2 s. */
        public Builder linger(Duration linger) {
            this.linger = Checks.time("linger", linger);
            return this;
        }

        /** Sets the time without progress after which a full output ends the connection, by default 20 s. */
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
         * Sets between how many unsent bytes data messages wait, by default 32 KiB and 64 KiB.
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
         * Sets how many bytes of messages may wait before a send fails and ends the connection, by default 64 MiB; never
         * less than the longest legal message. Nor may more messages wait than one for each 256 of these bytes (or 16), which is about
         * the memory that even an empty one takes. As many bytes of pings may wait besides.
         */
        public Builder maxBufferedAmount(long bytes) {
            this.maxBufferedAmount = Checks.maxBufferedAmount(bytes);
            return this;
        }

        /** Builds the options. */
        public WebSocketOptions build() {
            return new WebSocketOptions(this);
        }
    }
}
