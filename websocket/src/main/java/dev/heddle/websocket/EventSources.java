package dev.heddle.websocket;

/** What opens event streams, the same on every transport. Any thread. */
public interface EventSources extends AutoCloseable {

    /**
     * Opens an event stream with the options of {@link EventSourceClientOptions#defaults}, as {@link #eventSource(String,
     * EventSourceClientOptions, EventSourceClientListener)} does.
     */
    default EventSourceClient eventSource(String url, EventSourceClientListener listener) {
        return eventSource(url, EventSourceClientOptions.defaults(), listener);
    }

    /**
     * Opens an event stream, which connects again by itself until it, or this, is closed. Of what {@link ClientBuilder} was set to,
     * TLS, proxies, {@link ClientBuilder#connectTimeout}, {@link ClientBuilder#attemptDelay}, the limits of heads and, for the
     * handshakes with a proxy and of TLS, {@link WebSocketOptions#handshakeTimeout} hold for it; its headers are those of its own
     * options alone. Streams do not wait for each other as WebSockets do.
     *
     * @param url an {@code http:} or {@code https:} URL without user info
     * @param listener takes the events, one behind the other; where Netty carries it, on an event loop, which it must not block
     * @return the stream, which begins to connect
     * @throws IllegalArgumentException if the URL is another
     * @throws IllegalStateException if this is closed
     */
    EventSourceClient eventSource(String url, EventSourceClientOptions options, EventSourceClientListener listener);

    /** Closes the event streams that are open or being opened, and waits for their end, but not inside a listener of one. */
    @Override
    void close();
}
