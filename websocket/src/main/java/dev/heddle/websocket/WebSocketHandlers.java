package dev.heddle.websocket;

import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A listener put together from functions, one for each event that matters:
 *
 * <pre>{@code
 * new WebSocketHandlers()
 *         .onText((socket, message) -> socket.send(message))
 *         .onClose((socket, event) -> System.out.println(event.code()))
 * }</pre>
 *
 * <p>To be complete before it is the listener of a connection; may be that of many. Setting a handler again replaces it.
 */
public final class WebSocketHandlers implements WebSocketListener {

    private Consumer<? super WebSocket> open = socket -> {};
    private BiConsumer<? super WebSocket, ? super String> text = (socket, message) -> {};
    private BiConsumer<? super WebSocket, ? super ByteBuffer> binary = (socket, message) -> {};
    private BiConsumer<? super WebSocket, ? super ByteBuffer> ping = (socket, payload) -> {};
    private BiConsumer<? super WebSocket, ? super ByteBuffer> pong = (socket, payload) -> {};
    private Consumer<? super WebSocket> drain = socket -> {};
    private BiConsumer<? super WebSocket, ? super Throwable> error = (socket, cause) -> {};
    private BiConsumer<? super WebSocket, ? super CloseEvent> close = (socket, event) -> {};

    /** Makes a listener that does nothing. */
    public WebSocketHandlers() {}

    /** Sets what {@link WebSocketListener#onOpen} does. */
    public WebSocketHandlers onOpen(Consumer<? super WebSocket> handler) {
        open = handler;
        return this;
    }

    /** Sets what {@link WebSocketListener#onText} does. */
    public WebSocketHandlers onText(BiConsumer<? super WebSocket, ? super String> handler) {
        text = handler;
        return this;
    }

    /** Sets what {@link WebSocketListener#onBinary} does. */
    public WebSocketHandlers onBinary(BiConsumer<? super WebSocket, ? super ByteBuffer> handler) {
        binary = handler;
        return this;
    }

    /** Sets what {@link WebSocketListener#onPing} does. */
    public WebSocketHandlers onPing(BiConsumer<? super WebSocket, ? super ByteBuffer> handler) {
        ping = handler;
        return this;
    }

    /** Sets what {@link WebSocketListener#onPong} does. */
    public WebSocketHandlers onPong(BiConsumer<? super WebSocket, ? super ByteBuffer> handler) {
        pong = handler;
        return this;
    }

    /** Sets what {@link WebSocketListener#onDrain} does. */
    public WebSocketHandlers onDrain(Consumer<? super WebSocket> handler) {
        drain = handler;
        return this;
    }

    /** Sets what {@link WebSocketListener#onError} does. */
    public WebSocketHandlers onError(BiConsumer<? super WebSocket, ? super Throwable> handler) {
        error = handler;
        return this;
    }

    /** Sets what {@link WebSocketListener#onClose} does. */
    public WebSocketHandlers onClose(BiConsumer<? super WebSocket, ? super CloseEvent> handler) {
        close = handler;
        return this;
    }

    @Override
    public void onOpen(WebSocket socket) {
        open.accept(socket);
    }

    @Override
    public void onText(WebSocket socket, String message) {
        text.accept(socket, message);
    }

    @Override
    public void onBinary(WebSocket socket, ByteBuffer message) {
        binary.accept(socket, message);
    }

    @Override
    public void onPing(WebSocket socket, ByteBuffer payload) {
        ping.accept(socket, payload);
    }

    @Override
    public void onPong(WebSocket socket, ByteBuffer payload) {
        pong.accept(socket, payload);
    }

    @Override
    public void onDrain(WebSocket socket) {
        drain.accept(socket);
    }

    @Override
    public void onError(WebSocket socket, Throwable cause) {
        error.accept(socket, cause);
    }

    @Override
    public void onClose(WebSocket socket, CloseEvent event) {
        close.accept(socket, event);
    }
}
