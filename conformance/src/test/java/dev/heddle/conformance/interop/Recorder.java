package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Keeps the events of one WebSocket for a test that waits for them. */
public class Recorder implements WebSocketListener {

    private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
    private final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> pings = new LinkedBlockingQueue<>();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final List<CloseEvent> closes = new CopyOnWriteArrayList<>();
    private final CompletableFuture<CloseEvent> closed = new CompletableFuture<>();

    @Override
    public void onOpen(WebSocket socket) {
        opened.complete(socket);
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
    public void onPing(WebSocket socket, ByteBuffer payload) {
        pings.add(StandardCharsets.UTF_8.decode(payload).toString());
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        errors.add(error);
    }

    @Override
    public void onClose(WebSocket socket, CloseEvent event) {
        closes.add(event);
        closed.complete(event);
    }

    /** Waits until the connection is open. */
    public WebSocket socket() throws InterruptedException {
        return await(opened);
    }

    /** Waits for the next message. */
    public Object message() throws InterruptedException {
        Object message = messages.poll(ChildProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(message).as("message").isNotNull();
        return message;
    }

    /** Waits for the next ping. */
    public String ping() throws InterruptedException {
        String ping = pings.poll(ChildProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(ping).as("ping").isNotNull();
        return ping;
    }

    /** Waits for the close event. */
    public CloseEvent close() throws InterruptedException {
        return await(closed);
    }

    /** Returns the errors that were told. */
    public List<Throwable> errors() {
        return errors;
    }

    /** Tells whether the connection was ever open. */
    public boolean wasOpen() {
        return opened.isDone();
    }

    /** Returns the close events that were told: one, unless something is wrong. */
    public List<CloseEvent> closes() {
        return closes;
    }

    /** Waits for something that is told once. */
    static <T> T await(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get(ChildProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
