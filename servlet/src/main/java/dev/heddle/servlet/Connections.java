package dev.heddle.servlet;

import dev.heddle.websocket.Farewells;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A servlet's WebSockets and event streams, and the end of the last of them; any thread. */
final class Connections {

    private final Threads threads;
    private final int most;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private final Set<ServletTransport> open = new HashSet<>();
    /** How many are gone whose listeners have not heard of it. */
    private int leaving;

    private boolean stopping;

    /**
     * Starts with none.
     *
     * @param threads are shut down when no more come and the last has gone
     * @param most how many may be open at once
     * @throws IllegalArgumentException unless that is at least 1
     */
    Connections(Threads threads, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("maxConnections must be at least 1, not " + most);
        }
        this.threads = threads;
        this.most = most;
    }

    /** Adds one; false if no more should come, or not now. */
    synchronized boolean enter(ServletTransport transport) {
        return !stopping && !full() && open.add(transport);
    }

    /** One is gone; {@link #left} has to follow. */
    synchronized void leave(ServletTransport transport) {
        open.remove(transport);
        leaving++;
    }

    /** The listener of one that is gone has heard of it. */
    void left() {
        synchronized (this) {
            leaving--;
        }
        endIfOver();
    }

    synchronized int size() {
        return open.size();
    }

    /** Tells whether there is no place for one more. */
    synchronized boolean full() {
        return open.size() >= most;
    }

    int most() {
        return most;
    }

    synchronized boolean stopping() {
        return stopping;
    }

    /** Closes all at once, WebSockets with 1001; no more come. */
    void goAway() {
        stop();
        everyOne().forEach(Connections::goAway);
        endIfOver();
    }

    /**
     * Closes all in turn, WebSockets with 1001, and breaks off those that are left at the deadline; no more come. Each call is for
     * its own deadline; the first that comes counts.
     *
     * @return done when none is left, on any thread
     */
    CompletionStage<Void> shutdown(Duration deadline) {
        if (stop()) {
            List<Runnable> farewells = new ArrayList<>();
            everyOne().forEach(transport -> farewells.add(() -> goAway(transport)));
            tell(new Farewells(farewells, deadline), System.nanoTime());
        }
        // Behind it: the first are told even where there is no time.
        threads.schedule(Farewells.nanos(deadline), this::breakOff);
        endIfOver();
        return ended.minimalCompletionStage();
    }

    /** From now on nothing enters; false if that was so before. */
    private synchronized boolean stop() {
        boolean first = !stopping;
        stopping = true;
        return first;
    }

    private void tell(Farewells farewells, long began) {
        long next = farewells.tell(System.nanoTime() - began);
        if (next != Farewells.DONE) {
            threads.schedule(next, () -> tell(farewells, began));
        }
    }

    private static void goAway(ServletTransport transport) {
        try {
            transport.goAway();
        } catch (RuntimeException | Error e) {
            // It can not be told, as without a thread for it; the others can.
            transport.giveUp("The connection can not be told that the server stops: " + e);
        }
    }

    private void breakOff() {
        everyOne().forEach(transport -> transport.giveUp("The server stops, and its deadline is over"));
    }

    private synchronized List<ServletTransport> everyOne() {
        return List.copyOf(open);
    }

    private void endIfOver() {
        boolean over;
        synchronized (this) {
            over = stopping && open.isEmpty() && leaving == 0;
        }
        if (over) {
            threads.shutdown();
            ended.complete(null);
        }
    }
}
