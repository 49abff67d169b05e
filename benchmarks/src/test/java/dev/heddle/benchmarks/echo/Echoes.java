package dev.heddle.benchmarks.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what comes back for a test that waits for it. */
final class Echoes implements WebSocketListener {

    private final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<CloseEvent> closed = new CompletableFuture<>();

    @Override
    public void onText(WebSocket socket, String message) {
        messages.add(message);
    }

    @Override
    public void onBinary(WebSocket socket, ByteBuffer message) {
        messages.add(message);
    }

    @Override
    public void onClose(WebSocket socket, CloseEvent event) {
        // Whoever waits for a message is to see why there is none.
        messages.add(event);
        closed.complete(event);
    }

    Object next() throws InterruptedException {
        Object message = messages.poll(ServerProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(message).as("echo").isNotNull();
        return message;
    }

    CloseEvent close() throws InterruptedException {
        return ServerProcess.await(closed);
    }
}
