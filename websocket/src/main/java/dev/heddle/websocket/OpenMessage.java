package dev.heddle.websocket;

import dev.heddle.driver.WebSocketMessage;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A message that is sent in parts and not at its end: the whole ones behind it wait here. */
final class OpenMessage {

    /**
     * A message that waits.
     *
     * @param message nobody else's, where it has bytes that could change
     * @param length of its payload in bytes
     * @param written whom to tell when it is written, or null
     */
    record Waiting(
            WebSocketMessage message, int length, @Nullable CompletableFuture<Void> written) {}

    private final OutsideQueue outside;
    private final Queue<Waiting> behind = new ArrayDeque<>();

    /**
     * Makes one.
     *
     * @param outside counts what waits
     */
    OpenMessage(OutsideQueue outside) {
        this.outside = outside;
    }

    void add(Waiting message) {
        behind.add(message);
        outside.count(message.length(), 1);
    }

    /** Takes the next message, or returns null. */
    @Nullable
    Waiting next() {
        Waiting message = behind.poll();
        if (message != null) {
            outside.count(-message.length(), -1);
        }
        return message;
    }
}
