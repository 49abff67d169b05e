package dev.heddle.websocket;

import dev.heddle.eventsource.Event;
import dev.heddle.eventsource.EventStreamException;
import dev.heddle.eventsource.EventStreamLimits;
import dev.heddle.eventsource.EventStreamListener;
import dev.heddle.eventsource.EventStreamParser;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The events of one connection. Those that are parsed during a pause wait here, which are at most those of one read, and what ends
 * the stream waits behind them. On the loop.
 */
final class IncomingEvents implements EventStreamListener {

    /** Who takes them. */
    interface Owner {

        boolean isPaused();

        void event(Event event);

        void retry(Duration time);

        /** The id of the last event is another, without an event that has it. */
        void lastEventId(String id);

        /** The stream passed a limit. */
        void refused(EventSourceException why);
    }

    private final Owner owner;
    private final HttpUrl url;
    private final EventStreamParser parser;
    private final Queue<Event> held = new ArrayDeque<>();
    private @Nullable Runnable end;

    IncomingEvents(Owner owner, HttpUrl url, EventStreamLimits limits, String lastEventId) {
        this.owner = owner;
        this.url = url;
        this.parser = new EventStreamParser(this, limits, lastEventId);
    }

    void parse(ByteBuffer bytes) {
        parser.parse(bytes);
        if (held.isEmpty()) {
            owner.lastEventId(parser.lastEventId());
        }
    }

    /** Lets nothing more come out. */
    void close() {
        parser.close();
        held.clear();
        end = null;
    }

    /** Runs what follows the end of the stream, behind the events that wait. */
    void end(Runnable then) {
        if (held.isEmpty()) {
            then.run();
        } else if (end == null) {
            end = then;
        }
    }

    /** Gives out what waits; answers whether that was all, and the stream goes on. */
    boolean resume() {
        while (!held.isEmpty() && !owner.isPaused()) {
            owner.event(held.remove());
        }
        if (!held.isEmpty()) {
            return false;
        }
        // In front of the end, behind which this may be what to go on from.
        owner.lastEventId(parser.lastEventId());
        Runnable then = end;
        if (then == null) {
            return true;
        }
        end = null;
        then.run();
        return false;
    }

    @Override
    public void onEvent(Event event) {
        if (owner.isPaused() || !held.isEmpty()) {
            held.add(event);
        } else {
            owner.event(event);
        }
    }

    @Override
    public void onRetry(Duration time) {
        owner.retry(time);
    }

    @Override
    public void onError(EventStreamException error) {
        end(() -> owner.refused(new EventSourceException("The stream of " + url + ": " + error.getMessage(), error)));
    }
}
