package dev.heddle.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.eventsource.Event;
import dev.heddle.websocket.EventSourceClient;
import dev.heddle.websocket.EventSourceClientListener;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Notes what a client of an event stream tells, for a case that waits for it. */
class StreamRecorder implements EventSourceClientListener {

    /** Told when the stream is lost and will be opened again. */
    static final String ERROR = "error";
    /** Told when it is not opened again. */
    static final String FAILURE = "failure";

    static final String OPEN = "open";

    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();

    /** Waits for what comes next. */
    final String next() throws InterruptedException {
        String next = log.poll(Cases.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        assertNotNull(next, "Waited in vain for an event");
        return next;
    }

    /** Waits for these, one behind the other and with nothing between them. */
    final void expect(String... events) throws InterruptedException {
        for (String event : events) {
            assertEquals(event, next());
        }
    }

    /** Waits for the next event, which has to be an error, and returns its cause. */
    final Throwable error() throws InterruptedException {
        expect(ERROR);
        return errors.remove();
    }

    /** Waits for an event, behind as many errors as there are. */
    final String nextBehindErrors() throws InterruptedException {
        String next = next();
        while (next.equals(ERROR)) {
            next = next();
        }
        return next;
    }

    /** Returns the cause of the first error that was not asked for yet. */
    final Throwable firstError() {
        return errors.remove();
    }

    /** Checks that all was waited for; for who knows that nothing more can come. */
    final void expectNothing() {
        assertTrue(log.isEmpty(), () -> "Nothing was to come, but: " + log);
    }

    final void expectNoError() {
        assertTrue(errors.isEmpty(), () -> "No other error was to come, but: " + errors);
    }

    @Override
    public void onOpen(EventSourceClient source) {
        log.add(OPEN);
    }

    @Override
    public void onEvent(EventSourceClient source, Event event) {
        log.add(event.data());
    }

    @Override
    public void onError(EventSourceClient source, Throwable cause, boolean again) {
        errors.add(cause);
        log.add(again ? ERROR : FAILURE);
    }
}
