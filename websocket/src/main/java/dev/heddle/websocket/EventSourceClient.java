package dev.heddle.websocket;

import dev.heddle.eventsource.Event;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The client of an event stream: what {@code EventSource} is in a browser. It connects again by itself when the stream is lost, and
 * says which event it had last, until it is closed or the server tells it to stay away. Source: HTML §9.2.
 *
 * <pre>
 *              ┌──── lost: onError, wait, try again ────┐
 *              ▼                                        │
 *   new ──▶ CONNECTING ──200, text/event-stream──▶ OPEN ┘      from both: CLOSED by close, or for good by another
 *                            onOpen                            answer or a limit: onError
 * </pre>
 *
 * <p>Any thread may call its methods. The listener is called on the loop of the {@link Fetch}, one event behind the other.
 */
public final class EventSourceClient implements AutoCloseable {

    /** Where a client stands; the ordinals are the numbers of the standard. */
    public enum State {
        /** The stream is being opened, or will be when it is time. */
        CONNECTING,
        /** Events flow. */
        OPEN,
        /** It is over, and stays so. */
        CLOSED
    }

    private static final AtomicReferenceFieldUpdater<EventSourceClient, State> STATE =
            AtomicReferenceFieldUpdater.newUpdater(EventSourceClient.class, State.class, "state");
    private static final System.Logger LOG = System.getLogger(EventSourceClient.class.getName());

    private final EventSourceRequest request;
    private final EventSourceClientOptions options;
    private final Fetch fetch;
    private final Scheduler scheduler;
    private final EventSourceClientListener listener;
    private final ReconnectDelay delay;
    private final Stream stream = new Stream();

    private volatile State state = State.CONNECTING;
    private volatile boolean paused;
    private volatile String lastEventId;

    /** What waits: for the next attempt, for its response, or for the silence of an open stream; never two of them. */
    private final Alarm alarm;

    private @Nullable EventSourceAttempt attempt;
    private @Nullable IncomingEvents events;
    /** When the last bytes came, or were held back by a pause. */
    private long heard;

    EventSourceClient(
            String url,
            EventSourceClientOptions options,
            Fetch fetch,
            Scheduler scheduler,
            EventSourceClientListener listener,
            SecureRandom random) {
        this.request = new EventSourceRequest(HttpUrl.parse(url), options.headers());
        this.options = options;
        this.fetch = fetch;
        this.scheduler = scheduler;
        this.listener = listener;
        this.delay = new ReconnectDelay(options.retry(), options.backoffCap(), random);
        this.lastEventId = options.lastEventId();
        this.alarm = new Alarm(scheduler, this::onLoop);
    }

    /**
     * Makes a client on any HTTP client, and begins to connect.
     *
     * @param url an {@code http:} or {@code https:} URL without user info; a fragment is left out
     * @param fetch for this client alone
     * @throws IllegalArgumentException if the URL is another; its query is not in the message
     */
    public static EventSourceClient open(
            String url,
            EventSourceClientOptions options,
            Fetch fetch,
            Scheduler scheduler,
            EventSourceClientListener listener) {
        EventSourceClient client = new EventSourceClient(url, options, fetch, scheduler, listener, new SecureRandom());
        client.start();
        return client;
    }

    /** Returns where it stands now. */
    public State readyState() {
        return state;
    }

    /** Returns the URL that it was made with, without a fragment; it may hold a secret. */
    public String url() {
        return request.url().url();
    }

    /** Returns the id of the last event that the listener was given, or what the stream set it to since; empty if there is none. */
    public String lastEventId() {
        return lastEventId;
    }

    /**
     * Lets no more events come until {@link #resume}; inside the listener at once, else behind one that is on its way. Then nothing is
     * read from the network, so that the server notices; nor is it noticed that the connection is lost. An attempt to connect goes
     * on.
     */
    public void pause() {
        paused = true;
    }

    /** Lets events come again. */
    public void resume() {
        paused = false;
        onLoop(stream::resumed);
    }

    /**
     * Ends the stream, and every attempt to open it again. No event comes behind this call, but for one that has
     * begun on another thread. Closing again changes nothing.
     */
    @Override
    public void close() {
        if (STATE.getAndSet(this, State.CLOSED) != State.CLOSED) {
            onLoop(this::release);
        }
    }

    void start() {
        onLoop(this::connect);
    }

    /** Runs a task on the loop; if that has ended, so has this. */
    private void onLoop(Runnable task) {
        try {
            fetch.execute(task);
        } catch (RejectedExecutionException e) {
            state = State.CLOSED;
        }
    }

    private void connect() {
        if (state == State.CLOSED) {
            return;
        }
        EventSourceAttempt next = new EventSourceAttempt(stream, options, fetch, this::onLoop, alarm, lastEventId);
        attempt = next;
        next.start(request);
    }

    private void release() {
        alarm.clear();
        if (attempt != null) {
            attempt.stop();
            attempt = null;
        }
        if (events != null) {
            events.close();
            events = null;
        }
        fetch.closed();
    }

    private void watchSilence(Duration time) {
        alarm.set(time, () -> {
            long silent = paused ? 0 : scheduler.nanoTime() - heard;
            Duration left = options.idleTimeout().minusNanos(silent);
            if (!left.isNegative() && !left.isZero()) {
                watchSilence(left);
            } else if (attempt != null) {
                attempt.lost(new EventSourceException(
                        "Nothing came from " + request.url() + " for " + options.idleTimeout() + " (idleTimeout)"));
            }
        });
    }

    /** Calls the listener, unless this is closed. */
    private void tell(Consumer<EventSourceClientListener> event) {
        if (state != State.CLOSED) {
            call(event);
        }
    }

    private void call(Consumer<EventSourceClientListener> event) {
        try {
            event.accept(listener);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.WARNING, "A listener of an event stream threw", e);
        }
    }

    /** What comes of the attempts. */
    private final class Stream implements EventSourceAttempt.Owner, IncomingEvents.Owner {

        @Override
        public void opened(HttpUrl url) {
            if (!STATE.compareAndSet(EventSourceClient.this, State.CONNECTING, State.OPEN)) {
                return;
            }
            events = new IncomingEvents(this, url, options.limits(), lastEventId);
            heard = scheduler.nanoTime();
            watchSilence(options.idleTimeout());
            tell(open -> open.onOpen(EventSourceClient.this));
            read();
        }

        @Override
        public void bytes(ByteBuffer content) {
            if (events != null && state == State.OPEN) {
                heard = scheduler.nanoTime();
                events.parse(content);
                read();
            }
        }

        @Override
        public void lost(Throwable cause) {
            if (events == null) {
                failed(cause, delay::afterFailure);
            } else {
                events.end(() -> failed(cause, delay::afterLoss));
            }
        }

        @Override
        public void refused(EventSourceException why) {
            if (STATE.getAndSet(EventSourceClient.this, State.CLOSED) != State.CLOSED) {
                release();
                call(open -> open.onError(EventSourceClient.this, why, false));
            }
        }

        @Override
        public boolean isPaused() {
            return paused;
        }

        @Override
        public void event(Event event) {
            if (state != State.CLOSED) {
                lastEventId = Objects.requireNonNullElse(event.id(), "");
                call(open -> open.onEvent(EventSourceClient.this, event));
            }
            if (events != null && state == State.CLOSED) {
                events.close();
            }
        }

        @Override
        public void lastEventId(String id) {
            // What came behind the close was not given to the listener.
            if (state != State.CLOSED) {
                lastEventId = id;
            }
        }

        @Override
        public void retry(Duration time) {
            delay.retry(time);
        }

        void resumed() {
            heard = scheduler.nanoTime();
            if (events != null && events.resume()) {
                read();
            }
        }

        private void read() {
            if (!paused && attempt != null) {
                attempt.read();
            }
        }

        private void failed(Throwable cause, Supplier<Duration> wait) {
            attempt = null;
            events = null;
            STATE.compareAndSet(EventSourceClient.this, State.OPEN, State.CONNECTING);
            LOG.log(System.Logger.Level.DEBUG, "The event stream of {0} is lost: {1}", request.url(), cause);
            tell(open -> open.onError(EventSourceClient.this, cause, true));
            if (state != State.CLOSED) {
                alarm.set(wait.get(), EventSourceClient.this::connect);
            }
        }
    }
}
