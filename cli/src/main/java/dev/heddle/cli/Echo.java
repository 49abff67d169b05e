package dev.heddle.cli;

import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import java.nio.ByteBuffer;

/** Sends every message back, and reads no faster than the peer does. */
final class Echo implements WebSocketListener {

    @Override
    public void onText(WebSocket socket, String message) {
        socket.send(message);
        pauseIfCongested(socket);
    }

    @Override
    public void onBinary(WebSocket socket, ByteBuffer message) {
        socket.send(message);
        pauseIfCongested(socket);
    }

    @Override
    public void onDrain(WebSocket socket) {
        socket.resume();
    }

    private static void pauseIfCongested(WebSocket socket) {
        if (socket.isCongested()) {
            socket.pause();
        }
    }
}
