package dev.heddle.websocket;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A message that is sent in parts and not at its end: the whole ones behind it wait here. */
final class OpenMessage {

    /** A message that waits; its bytes are nobody else's. */
    record Waiting(ByteBuffer bytes, boolean text, boolean compress) {}

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
        outside.count(message.bytes().remaining());
    }

    /** Takes the next message, or returns null. */
    @Nullable
    Waiting next() {
        Waiting message = behind.poll();
        if (message != null) {
            outside.count(-message.bytes().remaining());
        }
        return message;
    }
}
