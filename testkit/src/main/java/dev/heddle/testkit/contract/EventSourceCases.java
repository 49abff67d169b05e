package dev.heddle.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.websocket.ClientBuilder;
import dev.heddle.websocket.EventSourceClientOptions;
import dev.heddle.websocket.EventSourceListener;
import dev.heddle.websocket.EventSources;
import dev.heddle.websocket.WebSocketOptions;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Consumer;

/** What the cases of a client of event streams have in common. */
abstract class EventSourceCases {

    /** So long that a case that has to wait for it fails. */
    static final Duration NEVER = Duration.ofHours(1);

    /** Options of a stream that comes back soon. */
    static final EventSourceClientOptions SOON =
            EventSourceClientOptions.builder().retry(Duration.ofMillis(100)).build();

    /** Options of a stream that does not come back, nor is told anything by time. */
    static final EventSourceClientOptions ONCE = EventSourceClientOptions.builder()
            .retry(NEVER)
            .backoffCap(Duration.ZERO)
            .responseTimeout(NEVER)
            .build();

    final StreamRecorder recorder = new StreamRecorder();

    /**
     * Makes a client.
     *
     * @param lookup finds the addresses, in the place of the JDK
     * @param change sets what the case wants
     */
    protected abstract EventSources client(Lookup lookup, Consumer<ClientBuilder<?>> change);

    /** Starts a server on {@code 127.0.0.1}, at a port that is free, that has event streams with this listener at {@code /events}. */
    protected abstract DialContract.Served serve(EventSourceListener listener) throws Exception;

    final EventSources client() {
        return client(builder -> {});
    }

    /** Makes a client on which nothing happens by time but what the case asks for. */
    final EventSources client(Consumer<ClientBuilder<?>> change) {
        return client(InetAddress::getAllByName, change);
    }

    /** Sets how long the handshakes with a proxy and of TLS may take. */
    static Consumer<ClientBuilder<?>> handshakeTimeout(Duration timeout) {
        return builder -> builder.options(
                WebSocketOptions.builder().handshakeTimeout(timeout).build());
    }

    static void assertContains(String part, Throwable error) {
        assertTrue(String.valueOf(error.getMessage()).contains(part), () -> "«" + part + "» is not in: " + error);
    }
}
