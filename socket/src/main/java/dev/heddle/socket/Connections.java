package dev.heddle.socket;

import dev.heddle.websocket.Connection;
import dev.heddle.websocket.Farewells;
import dev.heddle.websocket.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** All connections and event streams of a server or client, from any thread, and the end of the last of them. */
final class Connections {

    private final Set<SocketTransport> transports = ConcurrentHashMap.newKeySet();
    /** The loops of event streams, which last over many connections. */
    private final Set<Loop> streams = ConcurrentHashMap.newKeySet();
    /** The connections and event streams, and whoever makes them, until that stops. */
    private final AtomicInteger users = new AtomicInteger(1);

    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean stopping;

    /** Adds one; whoever does so asks afterwards whether to stop. */
    void add(SocketTransport transport) {
        users.incrementAndGet();
        transports.add(transport);
    }

    void remove(SocketTransport transport) {
        if (transports.remove(transport)) {
            leave();
        }
    }

    /** Adds an event stream by its loop; whoever closes those waits for it. */
    void add(Loop stream) {
        users.incrementAndGet();
        streams.add(stream);
    }

    void remove(Loop stream) {
        if (streams.remove(stream)) {
            leave();
        }
    }

    /** Whoever makes connections makes no more. */
    void leave() {
        if (users.decrementAndGet() == 0) {
            ended.complete(null);
        }
    }

    /** Tells whether no more should be made. */
    boolean stopping() {
        return stopping;
    }

    /** From now on it is stopping. One that is added meanwhile is either found later, or finds that. */
    void stop() {
        stopping = true;
    }

    /**
     * Closes all as a server does that stops: at once what waits for a decision, and the others as {@link Farewells} has it.
     *
     * @param time until the last one has to be gone
     */
    void goAway(Duration time) {
        List<Runnable> farewells = new ArrayList<>();
        for (SocketTransport transport : transports) {
            if (transport.connection() instanceof HttpConnection) {
                goAway(transport);
            } else {
                farewells.add(() -> goAway(transport));
            }
        }
        tell(new Farewells(farewells, time), System.nanoTime());
    }

    private void tell(Farewells farewells, long began) {
        long next = farewells.tell(System.nanoTime() - began);
        if (next != Farewells.DONE && !ended.isDone()) {
            Timers.schedule(next, () -> tell(farewells, began));
        }
    }

    private static void goAway(SocketTransport transport) {
        Connection connection = transport.connection();
        if (connection != null) {
            try {
                connection.goAway();
            } catch (RuntimeException | Error e) {
                // It can not be told, as without a thread for it; the others can.
                transport.kill();
            }
        }
    }

    /** Breaks off whose request has not arrived. */
    void hangUp() {
        for (SocketTransport transport : transports) {
            if (transport.connection() instanceof HttpConnection http) {
                http.hangUp();
            }
        }
    }

    /** Breaks all off. */
    void kill() {
        transports.forEach(SocketTransport::kill);
    }

    /** Tells whether the calling thread is on the loop of one of them. */
    boolean inLoop() {
        return transports.stream().anyMatch(Transport::inLoop)
                || streams.stream().anyMatch(Loop::inLoop);
    }

    /** Returns what is done when all have ended, and whoever makes them. */
    CompletableFuture<Void> ended() {
        return ended;
    }
}
