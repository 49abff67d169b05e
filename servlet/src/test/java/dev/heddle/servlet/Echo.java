package dev.heddle.servlet;

import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import java.nio.ByteBuffer;

/** Sends back what comes. */
class Echo implements WebSocketListener {

    @Override
    public void onText(WebSocket socket, String message) {
        socket.send(message);
    }

    @Override
    public void onBinary(WebSocket socket, ByteBuffer message) {
        socket.send(message);
    }
}
