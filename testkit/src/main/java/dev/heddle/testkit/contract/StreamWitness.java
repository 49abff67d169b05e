package dev.heddle.testkit.contract;

import dev.heddle.websocket.EventSource;
import dev.heddle.websocket.EventSourceListener;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes the events of one event stream's connection, and sees to it that they are {@code open? drain* close}, each for itself. */
class StreamWitness implements EventSourceListener {

    final CompletableFuture<String> drained = new CompletableFuture<>();
    private final CompletableFuture<EventSource> opened = new CompletableFuture<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inside = new AtomicInteger();

    // Without any synchronization, on purpose: the transport has to bring it along.

    private boolean open;
    private boolean over;

    /** What a case does at the open event. */
    void opened(EventSource source) {}

    /** Returns the stream, once the case's own part at the open event is done. */
    final EventSource source() throws Exception {
        return Cases.await(opened, "the stream's open event");
    }

    /** Ends the stream, whose client has left: a server may hear of that by writing only. */
    final void end() throws Exception {
        if (opened.isDone()) {
            source().close();
        }
        close();
    }

    final void close() throws Exception {
        Cases.await(closed, "the stream's close event");
    }

    final void verify() {
        if (!faults.isEmpty()) {
            throw new AssertionError("The stream's listener was told wrongly: " + faults);
        }
    }

    @Override
    public final void onOpen(EventSource source) {
        alone(() -> {
            rule(!open && !over, "open is not the first");
            open = true;
            opened(source);
        });
        opened.complete(source);
    }

    @Override
    public final void onDrain(EventSource source) {
        alone(() -> rule(open && !over, "drain outside of the open stream"));
        drained.complete("drained");
    }

    @Override
    public final void onClose(EventSource source) {
        alone(() -> {
            rule(!over, "close for the second time");
            over = true;
        });
        closed.complete("closed");
    }

    private void alone(Runnable event) {
        rule(inside.incrementAndGet() == 1, "an event while another is under way");
        event.run();
        inside.decrementAndGet();
    }

    private void rule(boolean kept, String broken) {
        if (!kept) {
            faults.add(broken);
        }
    }
}
