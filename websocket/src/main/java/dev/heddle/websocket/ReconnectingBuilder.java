package dev.heddle.websocket;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Builds {@link ReconnectingWebSocket}s, and starts them. Not for more than one thread at a time. */
public final class ReconnectingBuilder {

    /** Machines that were made alike must not wait alike, so each asks its system. */
    private static final SecureRandom SECURE_RANDOM = new SecureRandom();

    final WebSocketClient client;
    final String url;

    WebSocketListener listener = new WebSocketListener() {};
    Consumer<? super ReconnectStatus> onStatus = status -> {};
    RetryPolicy retry = RetryPolicy.standard();

    @Nullable
    Supplier<? extends CompletionStage<ReconnectRequest>> request;

    @Nullable
    Function<? super WebSocket, ? extends CompletionStage<?>> restore;

    Duration hookTimeout = Duration.ofSeconds(30);
    Duration firstBackoff = Duration.ofSeconds(5);
    Duration maxBackoff = Duration.ofSeconds(60);
    Duration stableTime = Duration.ofSeconds(30);
    Duration maxRetryAfter = Duration.ofMinutes(10);
    int maxQueuedMessages = 1_000;
    long maxQueuedBytes = 1 << 20;
    WhenFull whenFull = WhenFull.REFUSE;
    Scheduler scheduler = Scheduler.system();
    RandomGenerator random = SECURE_RANDOM;
    InstantSource clock = InstantSource.system();

    ReconnectingBuilder(WebSocketClient client, String url) {
        this.client = client;
        this.url = url;
    }

    /** Takes over what another was set to so far. */
    private ReconnectingBuilder(ReconnectingBuilder other) {
        this(other.client, other.url);
        this.listener = other.listener;
        this.onStatus = other.onStatus;
        this.retry = other.retry;
        this.request = other.request;
        this.restore = other.restore;
        this.hookTimeout = other.hookTimeout;
        this.firstBackoff = other.firstBackoff;
        this.maxBackoff = other.maxBackoff;
        this.stableTime = other.stableTime;
        this.maxRetryAfter = other.maxRetryAfter;
        this.maxQueuedMessages = other.maxQueuedMessages;
        this.maxQueuedBytes = other.maxQueuedBytes;
        this.whenFull = other.whenFull;
        this.scheduler = other.scheduler;
        this.random = other.random;
        this.clock = other.clock;
    }

    Delays delays() {
        return new Delays(new Backoff(firstBackoff, maxBackoff, random), maxRetryAfter, clock);
    }

    /**
     * Sets what takes the events of all connections, and of attempts that fail; a {@link PartialListener} gets messages in parts. What is
     * sent by the {@link WebSocket} that an event comes with goes over that connection, past the queue and its promises.
     */
    public ReconnectingBuilder listener(WebSocketListener listener) {
        this.listener = listener;
        return this;
    }

    /** Sets what hears of each change of the status but {@code STOPPING}; what it throws is logged. */
    public ReconnectingBuilder onStatus(Consumer<? super ReconnectStatus> onStatus) {
        this.onStatus = onStatus;
        return this;
    }

    /** Sets which ends are got over, by default {@link RetryPolicy#standard}. */
    public ReconnectingBuilder retry(RetryPolicy policy) {
        this.retry = policy;
        return this;
    }

    /**
     * Sets what is asked for the URL and the headers in front of each attempt, the first among them, in place of the builder's URL: to
     * get a new token, for instance. If it fails, so has the attempt.
     */
    public ReconnectingBuilder request(Supplier<? extends CompletionStage<ReconnectRequest>> hook) {
        this.request = hook;
        return this;
    }

    /**
     * Sets what begins each connection, behind the listener's open event: to log in, to subscribe again. What it sends by the socket that
     * it gets goes in front of the queue, which waits for what it returns. If that fails the connection is closed with 1000, and the
     * {@link RetryPolicy} sees 1011 with the failure; not so if the connection has ended before, and that is why.
     */
    public ReconnectingBuilder restore(Function<? super WebSocket, ? extends CompletionStage<?>> hook) {
        this.restore = hook;
        return this;
    }

    /** Sets how long each of the two hooks may take before it counts as failed, by default 30 s; more than zero. */
    public ReconnectingBuilder hookTimeout(Duration timeout) {
        this.hookTimeout = moreThanZero("hookTimeout", timeout);
        return this;
    }

    /**
     * Sets below which bound the random time in front of an attempt lies, by default 5 s behind the first end, as RFC 6455 §7.2.3
     * suggests, then twice as much with each, up to 60 s.
     *
     * @param first more than zero
     * @param max not less, and at most 100 years
     * @throws IllegalArgumentException if they are not
     */
    public ReconnectingBuilder backoff(Duration first, Duration max) {
        moreThanZero("first backoff", first);
        Checks.time("max backoff", max);
        if (max.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "Backoff must be 0 < first <= max, not first " + first + " and max " + max);
        }
        this.firstBackoff = first;
        this.maxBackoff = max;
        return this;
    }

    /** Sets how long a connection has to stand for the backoff to begin anew behind it, by default 30 s; zero for any. */
    public ReconnectingBuilder stableTime(Duration time) {
        this.stableTime = Checks.time("stableTime", time);
        return this;
    }

    /**
     * Sets how long a server may ask to be left alone, by default 10 minutes; zero for not at all. If it asks for more, this is how long
     * it is.
     */
    public ReconnectingBuilder maxRetryAfter(Duration time) {
        this.maxRetryAfter = Checks.time("maxRetryAfter", time);
        return this;
    }

    /**
     * Sets how much may wait or be kept, by default 1,000 messages of 1 MiB in all.
     *
     * @param maxQueuedMessages at least 1
     * @param maxQueuedBytes at least 1, text in UTF-8; no more than the client's {@link WebSocketOptions#maxBufferedAmount}, as a message
     *     above that ends every connection that it is sent over
     * @throws IllegalArgumentException if one is less than 1
     */
    public ReconnectingBuilder queue(int maxQueuedMessages, long maxQueuedBytes) {
        if (maxQueuedMessages < 1 || maxQueuedBytes < 1) {
            throw new IllegalArgumentException("maxQueuedMessages and maxQueuedBytes must be at least 1, not "
                    + maxQueuedMessages + " and " + maxQueuedBytes);
        }
        this.maxQueuedMessages = maxQueuedMessages;
        this.maxQueuedBytes = maxQueuedBytes;
        return this;
    }

    /** Sets what becomes of a message for which there is no room, by default it is refused. */
    public ReconnectingBuilder whenFull(WhenFull policy) {
        this.whenFull = policy;
        return this;
    }

    /** Sets what wakes it, by default the system's time. */
    public ReconnectingBuilder scheduler(Scheduler scheduler) {
        this.scheduler = scheduler;
        return this;
    }

    /** Sets the time of day, for {@link ReconnectStatus#nextAttempt} and dates of servers, by default the system's. */
    public ReconnectingBuilder clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }

    /**
     * Sets the source of randomness for the times to wait, by default a {@link SecureRandom}. Any other is for tests: clients that wait
     * alike come back together.
     */
    public ReconnectingBuilder random(RandomGenerator random) {
        this.random = random;
        return this;
    }

    /** Begins the first attempt; what is set from now on is for the next that is started. */
    public ReconnectingWebSocket start() {
        return new ReconnectingWebSocket(new ReconnectingBuilder(this)).start();
    }

    private static Duration moreThanZero(String name, Duration time) {
        if (time.isZero()) {
            throw new IllegalArgumentException(name + " must be more than zero");
        }
        return Checks.time(name, time);
    }
}
