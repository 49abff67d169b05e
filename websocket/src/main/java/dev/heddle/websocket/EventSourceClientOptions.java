package dev.heddle.websocket;

import dev.heddle.driver.Headers;
import dev.heddle.eventsource.EventStreamLimits;
import dev.heddle.eventsource.EventStreamParser;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What the client of an event stream is told when it is made. Immutable; one instance serves many clients. */
public final class EventSourceClientOptions {

    private static final EventSourceClientOptions DEFAULTS = builder().build();

    private final Headers headers;
    private final Function<EventSourceRequest, ? extends CompletionStage<EventSourceRequest>> request;
    private final String lastEventId;
    private final EventStreamLimits limits;
    private final Duration retry;
    private final Duration backoffCap;
    private final Duration responseTimeout;
    private final Duration idleTimeout;
    private final int maxRedirects;

    private EventSourceClientOptions(Builder builder) {
        this.headers = builder.headers;
        this.request = builder.request;
        this.lastEventId = builder.lastEventId;
        this.limits = builder.limits;
        this.retry = builder.retry;
        this.backoffCap = builder.backoffCap;
        this.responseTimeout = builder.responseTimeout;
        this.idleTimeout = builder.idleTimeout;
        this.maxRedirects = builder.maxRedirects;
    }

    /** Returns the options that hold when nothing else is asked for. */
    public static EventSourceClientOptions defaults() {
        return DEFAULTS;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the headers of each request. */
    public Headers headers() {
        return headers;
    }

    /** Returns what makes the request of an attempt out of the usual one. */
    public Function<EventSourceRequest, ? extends CompletionStage<EventSourceRequest>> request() {
        return request;
    }

    /** Returns the id to begin behind, or an empty text. */
    public String lastEventId() {
        return lastEventId;
    }

    /** Returns how much of the stream is held at once. */
    public EventStreamLimits limits() {
        return limits;
    }

    /** Returns the time between the loss of a stream and a new request, until the server says another. */
    public Duration retry() {
        return retry;
    }

    /** Returns up to what the time between attempts that fail grows. */
    public Duration backoffCap() {
        return backoffCap;
    }

    /** Returns the time from the beginning of an attempt to the head of its response. */
    public Duration responseTimeout() {
        return responseTimeout;
    }

    /** Returns the time of silence after which a stream counts as lost. */
    public Duration idleTimeout() {
        return idleTimeout;
    }

    /** Returns how many redirects one attempt follows. */
    public int maxRedirects() {
        return maxRedirects;
    }

    /** Builds options. */
    public static final class Builder {

        private Headers headers = Headers.empty();
        private Function<EventSourceRequest, ? extends CompletionStage<EventSourceRequest>> request =
                CompletableFuture::completedFuture;
        private String lastEventId = "";
        private EventStreamLimits limits = EventStreamLimits.defaults();
        private Duration retry = Duration.ofSeconds(3);
        private Duration backoffCap = Duration.ofSeconds(60);
        private Duration responseTimeout = Duration.ofSeconds(60);
        private Duration idleTimeout = Duration.ZERO;
        private int maxRedirects = 5;

        private Builder() {}

        /**
         * Sets a header of each request, instead of one of that name. {@code Authorization} and {@code Cookie} are not sent to another
         * origin to which the server redirects; all others are.
         *
         * @throws IllegalArgumentException if it could not stand in a request, or the request sets it itself
         */
        public Builder header(String name, String value) {
            this.headers = EventSourceRequest.with(headers, name, value);
            return this;
        }

        /**
         * Sets what makes the request of each attempt, such as one with a new token; by default the usual request is taken. An
         * attempt for which it has none fails like one that the network failed: the next one asks again.
         *
         * @param hook called on the client's loop, which it must not block, with the request as the URL and the headers of these
         *     options have it; {@code Last-Event-ID} is set behind it
         */
        public Builder request(Function<EventSourceRequest, ? extends CompletionStage<EventSourceRequest>> hook) {
            this.request = hook;
            return this;
        }

        /**
         * Sets the id of the last event of an earlier client's, behind which to begin; by default there is none.
         *
         * @throws IllegalArgumentException if it can not be sent: it holds a control character or a lone surrogate
         */
        public Builder lastEventId(String id) {
            if (!EventSourceHandshake.canSend(id)) {
                throw new IllegalArgumentException(
                        "lastEventId must not hold a control character or a lone surrogate: " + Printable.escape(id));
            }
            this.lastEventId = id;
            return this;
        }

        /** Sets how much of the stream is held at once, by default 64 KiB for a line and 1 MiB for an event. */
        public Builder limits(EventStreamLimits limits) {
            this.limits = limits;
            return this;
        }

        /**
         * Sets the time between the loss of a stream and a new request, until the server says another; by default 3 s.
         *
         * @throws IllegalArgumentException if it is less than 100 ms or more than 1 h, as the server's may not be either
         */
        public Builder retry(Duration time) {
            if (time.compareTo(EventStreamParser.MIN_RETRY) < 0 || time.compareTo(EventStreamParser.MAX_RETRY) > 0) {
                throw new IllegalArgumentException("retry must be " + EventStreamParser.MIN_RETRY + " to "
                        + EventStreamParser.MAX_RETRY + ", not " + time);
            }
            this.retry = time;
            return this;
        }

        /**
         * Sets up to what the time between attempts that fail grows, by default 60 s. It is the time of {@link #retry}, and a random
         * one that doubles; what is less than {@code retry} means that it does not grow.
         */
        public Builder backoffCap(Duration most) {
            this.backoffCap = Checks.time("backoffCap", most);
            return this;
        }

        /**
         * Sets the time from the beginning of an attempt to the head of its response, with the hook, the connection, TLS and
         * redirects in it; by default 60 s, as there are servers whose head comes with the first event. Zero waits for ever.
         */
        public Builder responseTimeout(Duration timeout) {
            this.responseTimeout = Checks.time("responseTimeout", timeout);
            return this;
        }

        /**
         * Sets the time without a byte after which an open stream counts as lost; by default zero, for never. A server that sends a
         * comment every 15 s, as Heddle's do, has gone silent after 45 s.
         */
        public Builder idleTimeout(Duration timeout) {
            this.idleTimeout = Checks.time("idleTimeout", timeout);
            return this;
        }

        /**
         * Sets how many redirects one attempt follows, by default 5; the next ends the client. Zero follows none.
         *
         * @param redirects 0 to {@value Redirects#MOST}
         * @throws IllegalArgumentException if it is another number
         */
        public Builder maxRedirects(int redirects) {
            if (redirects < 0 || redirects > Redirects.MOST) {
                throw new IllegalArgumentException(
                        "maxRedirects must be 0 to " + Redirects.MOST + ", not " + redirects);
            }
            this.maxRedirects = redirects;
            return this;
        }

        /** Builds the options. */
        public EventSourceClientOptions build() {
            return new EventSourceClientOptions(this);
        }
    }
}
