package dev.heddle.netty;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Passes a client's events on, and tells the first of them, open or failed, to who waits for the connection; and to who
 * waits for its turn.
 */
final class Opening implements WebSocketListener {

    private final WebSocketListener listener;
    private final ConnectingQueue.Turn turn;
    private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
    private @Nullable Throwable error;

    Opening(WebSocketListener listener, ConnectingQueue.Turn turn) {
        this.listener = listener;
        this.turn = turn;
    }

    CompletableFuture<WebSocket> opened() {
        return opened;
    }

    /** Closes the connection when who waits for it gives up, which is to end the future in the opening's stead. */
    void closeIfGivenUp(WebSocket socket) {
        opened.whenComplete((open, failure) -> {
            if (failure != null) {
                // If it is over already, that is why it failed, and this does nothing.
                socket.close();
            }
        });
    }

    void fail(Throwable cause) {
        opened.completeExceptionally(cause);
    }

    @Override
    public void onOpen(WebSocket socket) {
        turn.end();
        listener.onOpen(socket);
        opened.complete(socket);
    }

    @Override
    public void onText(WebSocket socket, String message) {
        listener.onText(socket, message);
    }

    @Override
    public void onBinary(WebSocket socket, ByteBuffer message) {
        listener.onBinary(socket, message);
    }

    @Override
    public void onPing(WebSocket socket, ByteBuffer payload) {
        listener.onPing(socket, payload);
    }

    @Override
    public void onPong(WebSocket socket, ByteBuffer payload) {
        listener.onPong(socket, payload);
    }

    @Override
    public void onDrain(WebSocket socket) {
        listener.onDrain(socket);
    }

    @Override
    public void onError(WebSocket socket, Throwable cause) {
        error = cause;
        // The close may come much later: a server that refuses has time to end the connection.
        turn.end();
        listener.onError(socket, cause);
    }

    @Override
    public void onClose(WebSocket socket, CloseEvent event) {
        turn.end();
        try {
            listener.onClose(socket, event);
        } finally {
            fail(error != null ? error : new IOException("The connection was closed before it was open"));
        }
    }
}
