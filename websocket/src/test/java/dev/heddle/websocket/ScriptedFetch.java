package dev.heddle.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Headers;
import dev.heddle.eventsource.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A network that does what the test says, its loop, its clock, and a client on it whose events are noted with the state in each. */
final class ScriptedFetch implements Fetch, EventSourceClientListener {

    /** One request. */
    static final class Exchange implements Fetch.Call {

        final HttpUrl url;
        final Headers headers;
        private final ScriptedFetch fetch;
        private final Fetch.Receiver receiver;
        int reads;
        boolean cancelled;

        private Exchange(ScriptedFetch fetch, HttpUrl url, Headers headers, Fetch.Receiver receiver) {
            this.fetch = fetch;
            this.url = url;
            this.headers = headers;
            this.receiver = receiver;
        }

        @Override
        public void read() {
            reads++;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        Exchange head(int status, Headers answer) {
            receiver.head(status, answer);
            fetch.run();
            return this;
        }

        /** Answers with a stream. */
        Exchange ok() {
            return head(200, type("text/event-stream"));
        }

        Exchange redirect(int status, String location) {
            return head(status, Headers.empty().with("Location", location));
        }

        Exchange send(String text) {
            receiver.bytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            fetch.run();
            return this;
        }

        void end() {
            receiver.end();
            fetch.run();
        }

        void fail(String why) {
            receiver.failed(new IOException(why));
            fetch.run();
        }
    }

    final List<String> log = new ArrayList<>();
    final List<Throwable> errors = new ArrayList<>();
    final TestScheduler time = new TestScheduler();
    int closed;
    /** What the listener does behind each entry of the log. */
    Runnable then = () -> {};

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Queue<Exchange> requests = new ArrayDeque<>();
    private final EventSourceClient client;

    ScriptedFetch(EventSourceClientOptions options) {
        this("http://host.test/events", options);
    }

    ScriptedFetch(String url, EventSourceClientOptions options) {
        client = new EventSourceClient(url, options, this, time, this, new SecureRandom());
        client.start();
        run();
    }

    static ScriptedFetch start() {
        return new ScriptedFetch(EventSourceClientOptions.defaults());
    }

    static Headers type(String type) {
        return Headers.empty().with("Content-Type", type);
    }

    EventSourceClient client() {
        return client;
    }

    /** Takes the one request that was made. */
    Exchange request() {
        assertThat(requests).as("requests").hasSize(1);
        return requests.remove();
    }

    void assertNoRequest() {
        assertThat(requests).as("requests").isEmpty();
    }

    void run() {
        for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
            next.run();
        }
    }

    void advance(Duration step) {
        time.advance(step);
        run();
    }

    /** Goes to the next timer and answers how long it had to wait. */
    Duration advanceToTimer() {
        Duration step = time.untilNext();
        advance(step);
        return step;
    }

    void close() {
        client.close();
        run();
    }

    /** Returns what was noted since the last time. */
    List<String> takeLog() {
        List<String> taken = List.copyOf(log);
        log.clear();
        return taken;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Call open(HttpUrl url, Headers headers, Receiver receiver) {
        Exchange exchange = new Exchange(this, url, headers, receiver);
        requests.add(exchange);
        return exchange;
    }

    @Override
    public void closed() {
        closed++;
    }

    @Override
    public void onOpen(EventSourceClient source) {
        note("open");
    }

    @Override
    public void onEvent(EventSourceClient source, Event event) {
        note(event.type() + " " + event.data());
    }

    @Override
    public void onError(EventSourceClient source, Throwable cause, boolean again) {
        errors.add(cause);
        note(again ? "error" : "failure");
    }

    private void note(String what) {
        log.add(client.readyState() + " " + what);
        then.run();
    }
}
