package dev.heddle.netty;

import dev.heddle.driver.WebSocketUrl;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client's connections of HTTP/2 with one server, and the WebSockets that wait for a stream of one. A connection is made when
 * there is none with room for another stream, one behind the other; it ends with its last stream. All on one loop.
 *
 * <pre>
 *   take ──room──▶ stream                       ┌──▶ http2 ──▶ streams of those that wait
 *     └──▶ waiting ──▶ dial ──▶ tunnel ──▶ TLS ─┼──▶ http1 ──▶ the first has the channel, the others dial
 *                                               └──▶ failed ─▶ all that wait have failed
 * </pre>
 */
final class Http2Origin {

    /** How many hold it; only the pool's map changes it. */
    int holders;

    private final Http2Pool pool;
    private final EventLoop loop;
    private final WebSocketUrl server;
    /** Those that take streams. */
    private final List<Http2Connection> connections = new ArrayList<>();

    private final Deque<Connecting> waiting = new ArrayDeque<>();
    /** What is under way for those that wait; null if nothing is. */
    private @Nullable Future<Channel> dialing;
    /** The turn of the connection that is being made; done when it is made or has failed. */
    private Promise<Void> turn;

    Http2Origin(Http2Pool pool, EventLoop loop, WebSocketUrl server) {
        this.pool = pool;
        this.loop = loop;
        this.server = server;
        this.turn = loop.newPromise();
    }

    WebSocketUrl server() {
        return server;
    }

    EventLoop loop() {
        return loop;
    }

    Http2Pool pool() {
        return pool;
    }

    // For the WebSockets

    /** Gives a WebSocket its stream, now or when there is one; or tells it that there is none. */
    void take(Connecting attempt) {
        waiting.add(attempt);
        serve();
    }

    /** A WebSocket does not wait any more. */
    void giveUp(Connecting attempt) {
        if (waiting.remove(attempt) && waiting.isEmpty()) {
            stop();
        }
    }

    // For the connections

    /** A connection is there, and has told what it takes. */
    void ready(Http2Connection connection) {
        if (!isWanted(connection.channel())) {
            return;
        }
        if (!connection.hasRoom()) {
            failed(
                    connection.channel(),
                    new IOException("The server takes no streams of HTTP/2: its SETTINGS_MAX_CONCURRENT_STREAMS is 0"));
            return;
        }
        over();
        connections.add(connection);
        serve();
        connection.settle();
    }

    /** A connection takes no WebSockets. */
    void unsupported(Channel channel) {
        if (!isWanted(channel)) {
            return;
        }
        if (!server.secure()) {
            failed(
                    channel,
                    new IOException("The server does not take WebSockets over HTTP/2: its SETTINGS do not have"
                            + " SETTINGS_ENABLE_CONNECT_PROTOCOL 1"));
            return;
        }
        pool.remember(server);
        over();
        channel.close();
        takeAll().forEach(Connecting::dial);
    }

    /** A connection may have room again. */
    void serve() {
        for (Http2Connection connection : List.copyOf(connections)) {
            while (!waiting.isEmpty() && connection.hasRoom()) {
                connection.open(waiting.remove());
            }
        }
        if (waiting.isEmpty()) {
            stop();
        } else if (dialing == null) {
            dial();
        }
    }

    /** A connection takes no more streams. */
    void left(Http2Connection connection) {
        connections.remove(connection);
    }

    // Making one

    private void dial() {
        turn = loop.newPromise();
        Future<Channel> made = pool.channels().dial(loop, server, turn);
        dialing = made;
        made.addListener(done -> {
            if (dialing == made && made.isSuccess()) {
                begin(made.getNow());
            } else if (dialing == made) {
                failed(made.cause());
            }
        });
    }

    private void begin(Channel channel) {
        try {
            if (server.secure()) {
                SslHandler tls = pool.tls().toServerByAlpn(server.hostName(), server.port(), channel.alloc());
                channel.pipeline().addLast(tls, new AlpnClientHandler(this, tls));
            } else {
                http2(channel);
            }
        } catch (RuntimeException e) {
            // What the application has to say about TLS may throw.
            failed(channel, e);
            return;
        }
        channel.config().setAutoRead(true);
    }

    /** A channel speaks HTTP/2. */
    void http2(Channel channel) {
        if (isWanted(channel)) {
            Http2Connection.begin(this, channel);
        }
    }

    /** A channel speaks HTTP/1.1 only. */
    void http1(Channel channel) {
        pool.remember(server);
        if (isWanted(channel)) {
            Promise<Void> held = turn;
            dialing = null;
            waiting.remove().http1(channel, held);
            takeAll().forEach(Connecting::dial);
        }
    }

    /** A channel comes to nothing. */
    void failed(Channel channel, Throwable cause) {
        channel.close();
        if (isWanted(channel)) {
            failed(cause);
        }
    }

    private void failed(Throwable cause) {
        over();
        takeAll().forEach(attempt -> attempt.noStream(cause));
    }

    /** Tells whether a channel is what is under way; then somebody waits for it. */
    private boolean isWanted(Channel channel) {
        return dialing != null && dialing.isSuccess() && dialing.getNow() == channel;
    }

    /** Nobody waits for what is under way. */
    private void stop() {
        Future<Channel> unwanted = dialing;
        if (unwanted != null) {
            over();
            if (!unwanted.cancel(false) && unwanted.isSuccess()) {
                unwanted.getNow().close();
            }
        }
    }

    /** What was under way has come to its end. */
    private void over() {
        dialing = null;
        turn.trySuccess(null);
    }

    private List<Connecting> takeAll() {
        List<Connecting> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }
}
