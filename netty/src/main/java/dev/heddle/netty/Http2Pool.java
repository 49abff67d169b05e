package dev.heddle.netty;

import dev.heddle.driver.WebSocketUrl;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A client's connections of HTTP/2, by the servers that they lead to: the proxy in front of one follows from the server, and all
 * else is the client's. Holds what is in use, and nothing else but the names of servers without HTTP/2. Any thread.
 */
final class Http2Pool {

    /** How many servers without HTTP/2 are remembered; the eldest is asked again. */
    private static final int MOST_REMEMBERED = 1000;

    private final Http2Mode mode;
    private final Dialer dialer;
    private final ClientTls tls;
    private final EventLoopGroup group;
    private final StreamDialer channels;
    private final Map<String, Http2Origin> origins = new ConcurrentHashMap<>();
    private final Set<String> without = Collections.synchronizedSet(Collections.newSetFromMap(new Remembered()));

    Http2Pool(Http2Mode mode, Dialer dialer, ClientTls tls, EventLoopGroup group, ChannelGroup channels) {
        this.mode = mode;
        this.dialer = dialer;
        this.tls = tls;
        this.group = group;
        this.channels = new StreamDialer(dialer, tls, channels);
    }

    /** Returns where a WebSocket gets its stream, held until {@link #leave}; null if it is opened over HTTP/1.1. */
    @Nullable
    Http2Origin enter(WebSocketUrl server) {
        return mode.isFor(server) && !without.contains(key(server)) ? hold(server) : null;
    }

    /** Holds the place of a server, which stays the same until each who holds it has left. */
    Http2Origin hold(WebSocketUrl server) {
        return origins.compute(key(server), (key, held) -> {
            Http2Origin origin = held == null ? new Http2Origin(this, group.next(), server) : held;
            origin.holders++;
            return origin;
        });
    }

    void leave(Http2Origin origin) {
        origins.computeIfPresent(key(origin.server()), (key, held) -> --held.holders == 0 ? null : held);
    }

    /** A server that was to be asked has no HTTP/2, or no WebSockets over it. */
    void remember(WebSocketUrl server) {
        without.add(key(server));
    }

    Dialer dialer() {
        return dialer;
    }

    ClientTls tls() {
        return tls;
    }

    StreamDialer channels() {
        return channels;
    }

    /** Returns how many servers there is anything held of. */
    int size() {
        return origins.size();
    }

    private static String key(WebSocketUrl server) {
        return (server.secure() ? "wss://" : "ws://")
                + server.hostName().toLowerCase(Locale.ROOT)
                + ':'
                + server.port();
    }

    /** The servers that were remembered last. */
    private static final class Remembered extends LinkedHashMap<String, Boolean> {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    }
}
