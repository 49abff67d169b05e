package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.eventsource.Event;
import dev.heddle.websocket.EventSourceClient;
import dev.heddle.websocket.EventSourceClientListener;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Notes what a client of an event stream tells, for a test that waits for it. */
class StreamRecorder implements EventSourceClientListener {

    private static final int PATIENCE_SECONDS = 60;

    final BlockingQueue<String> log = new LinkedBlockingQueue<>();
    final BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();

    /** Waits for what comes next. */
    String next() throws InterruptedException {
        String next = log.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("event").isNotNull();
        return next;
    }

    @Override
    public void onOpen(EventSourceClient source) {
        log.add("open");
    }

    @Override
    public void onEvent(EventSourceClient source, Event event) {
        log.add(event.data());
    }

    @Override
    public void onError(EventSourceClient source, Throwable cause, boolean again) {
        errors.add(cause);
        log.add(again ? "error" : "failure");
    }
}
