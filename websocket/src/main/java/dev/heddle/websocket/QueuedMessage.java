package dev.heddle.websocket;

import dev.heddle.driver.WebSocketMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A message in a {@link SendQueue}. */
final class QueuedMessage {

    /** In bytes of its own. */
    final WebSocketMessage message;

    final long bytes;
    /** To be told when it is written, null if nobody asked. */
    final @Nullable CompletableFuture<Void> written;
    /** Whether it is sent over each connection until it is confirmed. */
    final boolean kept;

    private QueuedMessage(WebSocketMessage message, @Nullable CompletableFuture<Void> written, boolean kept) {
        this.message = message.prepare();
        this.bytes = bytes(this.message);
        this.written = written;
        this.kept = kept;
    }

    /** Makes one that is sent once; nobody asks whether it is written. */
    static QueuedMessage once(WebSocketMessage message) {
        return new QueuedMessage(message, null, false);
    }

    /** Makes one that is sent once. */
    static QueuedMessage once(WebSocketMessage message, CompletableFuture<Void> written) {
        return new QueuedMessage(message, written, false);
    }

    /** Makes one that is sent until it is confirmed. */
    static QueuedMessage kept(WebSocketMessage message) {
        return new QueuedMessage(message, null, true);
    }

    private static long bytes(WebSocketMessage message) {
        return message instanceof WebSocketMessage.Text text
                ? text.encodedLength()
                : ((WebSocketMessage.Binary) message).bytes().remaining();
    }

    /**
     * Gives it to a connection.
     *
     * @return false if that did not take it, and will not write it
     */
    boolean sendOver(WebSocket socket) {
        if (written == null) {
            return socket.send(message);
        }
        if (socket.readyState() != ReadyState.OPEN) {
            return false;
        }
        CompletionStage<Void> outcome = socket.sendAsync(message);
        outcome.whenComplete((nothing, failure) -> {
            if (failure == null) {
                written.complete(null);
            } else {
                written.completeExceptionally(failure);
            }
        });
        return true;
    }

    /** It will not be sent. */
    void drop(String why) {
        if (written != null) {
            written.completeExceptionally(new WebSocketException(why, null));
        }
    }
}
