package dev.heddle.testkit.contract;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;

/** What all cases begin and end with. */
abstract class Cases {

    /** How long anything is waited for, in ms; nothing takes that long but a fault. */
    static final int PATIENCE_MILLIS = 20_000;

    private final Deque<Peer> peers = new ConcurrentLinkedDeque<>();
    private final Deque<End> ends = new ConcurrentLinkedDeque<>();
    private final Deque<Runnable> checks = new ConcurrentLinkedDeque<>();
    private final Deque<AutoCloseable> owned = new ConcurrentLinkedDeque<>();

    // What a transport says about itself: see TransportContract

    abstract Peer openPeer(WebSocketListener listener, WebSocketOptions options, boolean narrow) throws Exception;

    abstract void stopAll() throws Exception;

    abstract boolean passTime(Duration time);

    // What a case begins with

    /** Options under which nothing happens by time that a case does not ask for. */
    static WebSocketOptions.Builder options() {
        return WebSocketOptions.builder().pingInterval(Duration.ZERO).idleTimeout(Duration.ZERO);
    }

    final Peer open(Witness witness) throws Exception {
        return open(witness, options());
    }

    final Peer open(Witness witness, WebSocketOptions.Builder options) throws Exception {
        return keep(openPeer(watch(witness), options.build(), false));
    }

    /** Opens a connection whose peer has small buffers, so that it takes next to nothing unless it reads. */
    final Peer openNarrow(Witness witness, WebSocketOptions.Builder options) throws Exception {
        return keep(openPeer(watch(witness), options.build(), true));
    }

    /** Closes a peer behind the case. */
    final Peer keep(Peer peer) {
        peers.add(peer);
        return peer;
    }

    /** Closes something behind the case and all of its connections. */
    final <T extends AutoCloseable> T own(T resource) {
        owned.addFirst(resource);
        return resource;
    }

    /** Sees to it that the listener is told its end, and everything in order. */
    final Witness watch(Witness witness) {
        watch(witness::close, witness::verify);
        return witness;
    }

    /** Waits behind the case for the end of a connection, and checks when all is over what its listener was told. */
    final void watch(End end, Runnable check) {
        ends.add(end);
        checks.add(check);
    }

    /** Waits for an end. */
    @FunctionalInterface
    interface End {

        void await() throws Exception;
    }

    // What it waits for

    static <T> T await(Future<T> future, String what) throws Exception {
        try {
            return future.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("Waited in vain for " + what, e);
        }
    }

    /** Runs a part of a case on a thread of its own. */
    static <T> Future<T> start(Callable<T> part) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        done.complete(part.call());
                    } catch (Throwable e) {
                        done.completeExceptionally(e);
                    }
                },
                "contract");
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    /** Waits for an end that comes by time. */
    final CloseEvent closeInTime(Witness witness, Duration step) throws Exception {
        while (!witness.isOver() && passTime(step)) {
            // A clock that is turned by hand was turned.
        }
        return witness.close();
    }

    /** Waits until nothing is left of what the socket has sent; asked by a message each time, so that its loop takes turns. */
    static void awaitAllTaken(WebSocket socket, Witness witness, Peer peer) throws Exception {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS)) {
            peer.send(Frame.text("Is all taken?"));
            witness.message();
            if (socket.bufferedAmount() == 0) {
                return;
            }
        }
        throw new AssertionError("The peer has all, but bufferedAmount is " + socket.bufferedAmount());
    }

    @AfterEach
    final void everyListenerIsToldItsEndOnce() throws Exception {
        try {
            for (Peer peer : peers) {
                peer.close();
            }
            for (End end : ends) {
                end.await();
            }
        } finally {
            for (AutoCloseable resource : owned) {
                resource.close();
            }
            stopAll();
        }
        checks.forEach(Runnable::run);
    }
}
