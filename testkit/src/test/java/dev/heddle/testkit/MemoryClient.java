package dev.heddle.testkit;

import dev.heddle.driver.Headers;
import dev.heddle.websocket.OpeningListener;
import dev.heddle.websocket.ReadyState;
import dev.heddle.websocket.Scheduler;
import dev.heddle.websocket.Transport;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketClient;
import dev.heddle.websocket.WebSocketListener;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Connects to a server in memory, which may be down, all on one fake clock and one loop. */
final class MemoryClient implements WebSocketClient {

    /** A scheduler on the same clock. */
    static final class Time implements Scheduler {

        private final MemoryLoop loop;

        Time(MemoryLoop loop) {
            this.loop = loop;
        }

        @Override
        public long nanoTime() {
            return loop.clock().now().toNanos();
        }

        @Override
        public Transport.Timer schedule(long delayNanos, Runnable task) {
            return loop.schedule(Math.max(1, delayNanos), task);
        }

        Instant instant() {
            return Instant.EPOCH.plus(loop.clock().now());
        }
    }

    final MemoryLoop loop;
    final List<String> urls = new ArrayList<>();
    final List<Headers> headers = new ArrayList<>();
    /** All connections that were opened, the last one at the end. */
    final List<MemoryPair> pairs = new ArrayList<>();

    private final Supplier<WebSocketListener> server;
    boolean down;
    /** Answers nothing at all. */
    boolean silent;
    /** Opens connections when the test says so, and none can be given up. */
    boolean late;
    /** What the server answers instead of opening a connection; null for nothing else. */
    @Nullable
    String refusal;
    /** How many connections were opening or open at once, at the most. */
    int most;

    private final List<MemoryPair> begun = new ArrayList<>();

    MemoryClient(MemoryLoop loop, Supplier<WebSocketListener> server) {
        this.loop = loop;
        this.server = server;
    }

    MemoryPair last() {
        return pairs.get(pairs.size() - 1);
    }

    @Override
    public CompletableFuture<WebSocket> connect(String url, Headers more, WebSocketListener listener) {
        if (!url.startsWith("ws:")) {
            throw new IllegalArgumentException("Not a WebSocket URL");
        }
        urls.add(url);
        headers.add(more);
        OpeningListener opening = OpeningListener.of(listener, () -> {});
        MemoryPair pair = new MemoryPair(opening, server.get(), Setup.noTimers().build(), loop);
        opening.closeIfGivenUp(pair.client());
        begun.removeIf(other -> other.client().readyState() == ReadyState.CLOSED);
        begun.add(pair);
        most = Math.max(most, begun.size());
        String answer = refusal;
        if (down) {
            loop.execute(() -> pair.clientTransport().breakWith(new IOException("Connection refused")));
        } else if (answer != null) {
            loop.execute(() -> refuse(pair, answer));
        } else if (late) {
            pairs.add(pair);
            return opening.opened().copy();
        } else if (!silent) {
            pairs.add(pair);
            loop.execute(pair::open);
        }
        return opening.opened();
    }

    private static void refuse(MemoryPair pair, String answer) {
        pair.open();
        pair.clientTransport().receive(Setup.ascii(answer));
        pair.clientTransport().receiveEnd();
    }

    /** Breaks the connection that is open, on both sides. */
    void breakLast() {
        last().clientTransport().breakWith(new IOException("Connection reset"));
        last().serverTransport().breakWith(new IOException("Connection reset"));
        loop.run();
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
