package dev.heddle.testkit.contract;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes the events of one WebSocket for a case to wait for, and sees to what holds in every case: {@code open? message* error? close},
 * each event for itself, each seeing what the one before has done.
 */
class Witness implements WebSocketListener {

    private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
    private final CompletableFuture<Throwable> failed = new CompletableFuture<>();
    private final CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
    private final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger counted = new AtomicInteger();

    // Without any synchronization, on purpose: the transport has to bring it along.

    private int events;
    private boolean open;
    private boolean error;
    private boolean over;

    // What a case does at an event

    void opened(WebSocket socket) {}

    void text(WebSocket socket, String message) {
        messages.add(message);
    }

    void binary(WebSocket socket, ByteBuffer message) {
        messages.add(message);
    }

    void drained(WebSocket socket) {}

    // What a case waits for

    /** Returns the socket, once the case's own part at the open event is done. */
    final WebSocket socket() throws Exception {
        return Cases.await(opened, "the open event");
    }

    /** Returns the next message: a string or a buffer. */
    final Object message() throws InterruptedException {
        Object message = messages.poll(Cases.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (message == null) {
            throw new AssertionError("No message came");
        }
        return message;
    }

    final boolean hasMessage() {
        return !messages.isEmpty();
    }

    final CloseEvent close() throws Exception {
        return Cases.await(closed, "the close event");
    }

    final boolean isOver() {
        return closed.isDone();
    }

    /** Returns the error that was told, once it is. */
    final Throwable failure() throws Exception {
        return Cases.await(failed, "the error");
    }

    final boolean hasFailed() {
        return failed.isDone();
    }

    /** Expects that nothing went wrong that concerns every case. */
    final void verify() {
        if (!faults.isEmpty()) {
            throw new AssertionError("The listener was told wrongly: " + faults);
        }
    }

    /** Runs what has to be alone on the loop. */
    final void alone(String what, Runnable task) {
        if (inside.incrementAndGet() != 1) {
            faults.add(what + " while another event is under way");
        }
        if (events != counted.get()) {
            faults.add(what + " sees " + events + " of " + counted + " events before it");
        }
        events++;
        counted.incrementAndGet();
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            faults.add(what + ": " + e);
            throw e;
        } finally {
            inside.decrementAndGet();
        }
    }

    @Override
    public final void onOpen(WebSocket socket) {
        alone("open", () -> {
            rule(!open && !error && !over, "open is not the first");
            open = true;
            opened(socket);
        });
        opened.complete(socket);
    }

    @Override
    public final void onText(WebSocket socket, String message) {
        alone("text", () -> {
            rule(open && !error && !over, "text outside of the open connection");
            text(socket, message);
        });
    }

    @Override
    public final void onBinary(WebSocket socket, ByteBuffer message) {
        alone("binary", () -> {
            rule(open && !error && !over, "binary outside of the open connection");
            binary(socket, message);
        });
    }

    @Override
    public final void onDrain(WebSocket socket) {
        alone("drain", () -> {
            rule(open && !over, "drain outside of the open connection");
            drained(socket);
        });
    }

    @Override
    public final void onError(WebSocket socket, Throwable cause) {
        alone("error", () -> {
            rule(!error && !over, "error for the second time or behind the close");
            error = true;
        });
        failed.complete(cause);
    }

    @Override
    public final void onClose(WebSocket socket, CloseEvent event) {
        alone("close", () -> {
            rule(!over, "close for the second time");
            over = true;
        });
        closed.complete(event);
    }

    private void rule(boolean kept, String broken) {
        if (!kept) {
            faults.add(broken);
        }
    }
}
