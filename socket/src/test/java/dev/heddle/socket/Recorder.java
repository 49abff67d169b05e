package dev.heddle.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what a socket's listener is told, for a test to wait for. */
class Recorder implements WebSocketListener {

    static final int PATIENCE_SECONDS = 60;

    final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
    final CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
    final CompletableFuture<Throwable> error = new CompletableFuture<>();
    private final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();

    @Override
    public void onOpen(WebSocket socket) {
        assertThat(opened.complete(socket)).as("the first open").isTrue();
    }

    @Override
    public void onText(WebSocket socket, String message) {
        messages.add(message);
    }

    @Override
    public void onBinary(WebSocket socket, ByteBuffer message) {
        messages.add(message);
    }

    @Override
    public void onError(WebSocket socket, Throwable cause) {
        assertThat(error.complete(cause)).as("the first error").isTrue();
    }

    @Override
    public void onClose(WebSocket socket, CloseEvent event) {
        assertThat(closed.complete(event)).as("the first close").isTrue();
    }

    Object message() throws InterruptedException {
        Object message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(message).as("a message within %s s", PATIENCE_SECONDS).isNotNull();
        return message;
    }

    WebSocket socket() {
        return opened.join();
    }
}
