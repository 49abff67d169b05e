package dev.heddle.websocket;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** For the adapter of a client: the event streams that it has open, which end with it. Any thread. */
public final class EventSourceRegistry {

    private final Map<Fetch, EventSourceClient> open = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** Makes one without a stream. */
    public EventSourceRegistry() {}

    /**
     * Opens a stream as {@link EventSources#eventSource(String, EventSourceClientOptions, EventSourceClientListener)} does.
     *
     * @param fetch for this stream alone; says {@link #remove} when it is {@link Fetch#closed}
     * @throws IllegalArgumentException if the URL is not one
     * @throws IllegalStateException if this is closed
     */
    public EventSourceClient open(
            String url,
            EventSourceClientOptions options,
            Fetch fetch,
            Scheduler scheduler,
            EventSourceClientListener listener) {
        if (closed) {
            throw new IllegalStateException("The client is closed");
        }
        EventSourceClient client = EventSourceClient.open(url, options, fetch, scheduler, listener);
        open.put(fetch, client);
        if (closed) {
            // It may have come too late to be found by who closes.
            client.close();
        }
        if (client.readyState() == EventSourceClient.State.CLOSED) {
            open.remove(fetch);
        }
        return client;
    }

    /** The stream of a fetch is over. */
    public void remove(Fetch fetch) {
        open.remove(fetch);
    }

    /** Closes all, and opens no more; before the loops end. */
    public void close() {
        closed = true;
        open.values().forEach(EventSourceClient::close);
    }
}
