package dev.heddle.cli;

import dev.heddle.eventsource.Event;
import dev.heddle.websocket.EventSourceClient;
import dev.heddle.websocket.EventSourceClientListener;
import dev.heddle.websocket.Printable;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;

/**
 * Prints an event stream: each event on the standard output as one line of its id, its type and its data with tabs between them, all
 * else on the standard error. Whatever could steer a terminal, or be taken for one of these tabs, is escaped.
 */
final class EventPrinter implements EventSourceClientListener {

    private final PrintWriter out;
    private final PrintWriter err;
    private final CountDownLatch failed = new CountDownLatch(1);

    EventPrinter(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** Waits until there is no use in trying again. */
    void awaitFailure() throws InterruptedException {
        failed.await();
    }

    @Override
    public void onOpen(EventSourceClient source) {
        say("Connected to " + source.url());
    }

    @Override
    public void onEvent(EventSourceClient source, Event event) {
        out.println(escape(String.valueOf(event.id())) + "\t" + escape(event.type()) + "\t" + escape(event.data()));
        out.flush();
    }

    @Override
    public void onError(EventSourceClient source, Throwable cause, boolean again) {
        say(cause.getMessage() + (again ? "; connecting again" : ""));
        if (!again) {
            failed.countDown();
        }
    }

    private void say(String line) {
        err.println(escape(line));
        err.flush();
    }

    private static String escape(String text) {
        return Printable.escape(text, Integer.MAX_VALUE);
    }
}
