package dev.heddle.cli;

import dev.heddle.eventsource.Event;
import dev.heddle.websocket.EventSource;
import dev.heddle.websocket.EventSourceListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Sends each client a numbered message every second; one that comes back goes on where it was. */
final class Events implements EventSourceListener {

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "heddle-events");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<EventSource, Future<?>> ticking = new ConcurrentHashMap<>();

    @Override
    public void onOpen(EventSource source) {
        ticking.put(source, clock.scheduleAtFixedRate(new Ticker(source), 0, 1, TimeUnit.SECONDS));
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

        Ticker(EventSource source) {
            this.source = source;
            this.number = numberOf(source.lastEventId());
        }

        @Override
        public void run() {
            if (!source.isCongested()) {
                number++;
                source.send(Event.of("Message " + number).withId(Long.toString(number)));
            }
        }

        /** Returns the number that an id stands for; zero if it is none of ours. */
        private static long numberOf(String id) {
            return id.matches("[0-9]{1,15}") ? Long.parseLong(id) : 0;
        }
    }
}
