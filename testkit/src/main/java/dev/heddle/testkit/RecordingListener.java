package dev.heddle.testkit;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes down every event in order, as one line each:
 *
 * <pre>
 *   open · text Hello · binary 00ff · ping 01 · pong 01 · drain · error Why it failed · close 1000 bye (clean)
 * </pre>
 *
 * What comes after the close event is marked as such. {@link #expect} takes lines
 * off the record, so that {@link #assertExhausted} says at a test's end that nothing else happened. Any thread.
 */
public class RecordingListener implements WebSocketListener {

    private final List<String> events = new ArrayList<>();
    private boolean closed;

    /** Creates a listener that only records. */
    public RecordingListener() {}

    /** Returns what is on the record and was not expected yet. */
    public synchronized List<String> events() {
        return List.copyOf(events);
    }

    /**
     * Expects exactly these events since the last call, and takes them off the record.
     *
     * @throws AssertionError if others happened
     */
    public synchronized void expect(String... expected) {
        List<String> actual = List.copyOf(events);
        events.clear();
        if (!actual.equals(List.of(expected))) {
            throw new AssertionError("Expected the events " + List.of(expected) + " but had " + actual);
        }
    }

    /**
     * Expects that nothing is left on the record.
     *
     * @throws AssertionError if something is
     */
    public void assertExhausted() {
        expect();
    }

    @Override
    public void onOpen(WebSocket socket) {
        record("open");
    }

    @Override
    public void onText(WebSocket socket, String message) {
        record("text " + message);
    }

    @Override
    public void onBinary(WebSocket socket, ByteBuffer message) {
        record("binary " + Hex.of(message));
    }

    @Override
    public void onPing(WebSocket socket, ByteBuffer payload) {
        record("ping " + Hex.of(payload));
    }

    @Override
    public void onPong(WebSocket socket, ByteBuffer payload) {
        record("pong " + Hex.of(payload));
    }

    @Override
    public void onDrain(WebSocket socket) {
        record("drain");
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        record("error " + error.getMessage());
    }

    @Override
    public void onClose(WebSocket socket, CloseEvent event) {
        String reason = event.reason().isEmpty() ? "" : " " + event.reason();
        record("close " + event.code() + reason + (event.wasClean() ? " (clean)" : " (not clean)"));
        synchronized (this) {
            closed = true;
        }
    }

    /** Adds a line to the record; for subclasses that note more. */
    protected final synchronized void record(String event) {
        String line = event.trim();
        events.add(closed ? "after close: " + line : line);
    }
}
