package dev.heddle.conformance.transport;

import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import java.nio.ByteBuffer;

/** Sends every message back, reads no faster than the peer does, and closes when it is told {@code close 3002 bye}. */
final class EchoUntilTold implements WebSocketListener {

    private static final String CLOSE = "close ";

    @Override
    public void onText(WebSocket socket, String message) {
        if (message.startsWith(CLOSE)) {
            String[] words = message.split(" ", 3);
            socket.close(Integer.parseInt(words[1]), words[2]);
            return;
        }
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
