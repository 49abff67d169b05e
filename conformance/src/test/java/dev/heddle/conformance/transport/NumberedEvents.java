package dev.heddle.conformance.transport;

import dev.heddle.eventsource.Event;
import dev.heddle.websocket.EventSource;
import dev.heddle.websocket.EventSourceListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Sends each client ten numbers a second; one that comes back goes on where it was. */
final class NumberedEvents implements EventSourceListener {

    private static final int PERIOD_MILLIS = 100;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Map<EventSource, Future<?>> ticking = new ConcurrentHashMap<>();

    @Override
    public void onOpen(EventSource source) {
        String last = source.lastEventId();
        Ticker ticker = new Ticker(source, last.isEmpty() ? 0 : Long.parseLong(last));
        ticking.put(source, clock.scheduleAtFixedRate(ticker, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS));
    }

    @Override
    public void onClose(EventSource source) {
        Future<?> ticker = ticking.remove(source);
        if (ticker != null) {
            ticker.cancel(false);
        }
    }

    /** Counts for one client. */
    private static final class Ticker implements Runnable {

        private final EventSource source;
        private long number;

        Ticker(EventSource source, long number) {
            this.source = source;
            this.number = number;
        }

        @Override
        public void run() {
            number++;
            source.send(Event.of("Number " + number).withId(Long.toString(number)));
        }
    }
}
