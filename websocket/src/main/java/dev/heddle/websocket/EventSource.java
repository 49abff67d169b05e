package dev.heddle.websocket;

import dev.heddle.driver.Request;
import dev.heddle.eventsource.Event;

/**
 * An event stream to one client, as a server has it: a WebSocket's sister that only sends. Every method may be called from any
 * thread; what one thread sends keeps its order. Source: HTML §9.2, server-sent events.
 */
public interface EventSource {

    /** Tells whether a request asks for an event stream: a GET whose {@code Accept} names {@code text/event-stream}. */
    static boolean isEventSource(Request request) {
        return EventSourceHandshake.isEventSource(request);
    }

    /** Returns where the connection stands. */
    ReadyState readyState();

    /** Returns the URL that the client asked for. */
    String url();

    /**
     * Returns the id of the last event that the client got before it lost its connection, or an empty text: what came behind
     * that is to be sent again.
     */
    String lastEventId();

    /** Returns how many bytes of events were sent by the application but not yet taken by the network. */
    long bufferedAmount();

    /**
     * Tells whether more than the high watermark was waiting to be sent, and not yet less than the low one:
     * {@link EventSourceListener#onDrain} will come, or the connection's end. Who produces events should wait for it.
     */
    boolean isCongested();

    /**
     * Sends an event of the type {@code message} without an id.
     *
     * @return as {@link #send(Event)}
     * @throws IllegalArgumentException if the text has a lone surrogate
     */
    boolean send(String data);

    /**
     * Sends an event.
     *
     * @return false once the connection is closing or closed, or if {@link EventSourceOptions#maxBufferedAmount} would be passed,
     *     which ends it
     * @throws IllegalArgumentException if type or id have a control character, or a text has a lone surrogate
     */
    boolean send(Event event);

    /**
     * Sends a comment, which the client ignores; the connection does not look idle then. Nothing is sent where an event waits already.
     *
     * @return as {@link #send(Event)}
     */
    boolean ping();

    /**
     * Ends the stream behind what was sent. The client will connect again, as it does whenever a stream ends: to tell it not to,
     * answer its next request with 204.
     *
     * @return false if it was closed before
     */
    boolean close();
}
