package dev.heddle.websocket;

import dev.heddle.driver.Driver;
import dev.heddle.driver.State;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Messages whose sender wants to know when they are written, each of which is told exactly once. On the loop. */
final class Receipts {

    /**
     * A message that the driver took.
     *
     * @param number of the message among all that it took, from 1
     * @param written is to be told
     */
    private record Receipt(long number, CompletableFuture<Void> written) {}

    private final Transport transport;
    private final Driver driver;
    private final Announcer announcer;
    private final Queue<Receipt> waiting = new ArrayDeque<>();
    /** Up to which message the transport was asked to say when it is written. */
    private long asked;
    /** Up to which message is written. */
    private long written;
    /** Whether somebody is being told. */
    private boolean telling;

    Receipts(WebSocketConnection connection) {
        this.transport = connection.transport;
        this.driver = connection.driver;
        this.announcer = connection.announcer;
    }

    /** The driver took a message. */
    void add(long number, CompletableFuture<Void> written) {
        waiting.add(new Receipt(number, written));
    }

    /**
     * Looks which messages are on their way, behind a flush.
     *
     * @param taken how many messages the driver took so far
     */
    void settle(long taken) {
        if (waiting.isEmpty()) {
            return;
        }
        long flushed = flushed(taken);
        if (flushed > asked && waiting.element().number() <= flushed) {
            asked = flushed;
            transport.whenWritten(() -> {
                if (announcer.isTelling()) {
                    transport.execute(() -> written(flushed));
                } else {
                    written(flushed);
                }
            });
        }
    }

    /** The connection is gone, and what was not written with it. */
    void gone() {
        for (Receipt next = waiting.poll(); next != null; next = waiting.poll()) {
            next.written().completeExceptionally(unwritten());
        }
    }

    /** Returns what tells that a message was not written. */
    static WebSocketException unwritten() {
        return new WebSocketException("The WebSocket ended before the message was written", null);
    }

    /** Returns how many messages of those that the driver took it has put out. */
    private long flushed(long taken) {
        if (driver.state() != State.CLOSED) {
            return taken - driver.unwrittenMessages();
        }
        // A Close frame goes behind all messages, but what else ends a connection may cut some off.
        return driver.wasClean() ? taken : asked;
    }

    private void written(long upTo) {
        written = Math.max(written, upTo);
        if (telling) {
            // What is told may send, and that be written at once: the loop below goes on with it.
            return;
        }
        telling = true;
        for (Receipt next = waiting.peek(); next != null && next.number() <= written; next = waiting.peek()) {
            waiting.remove();
            next.written().complete(null);
        }
        telling = false;
    }
}
