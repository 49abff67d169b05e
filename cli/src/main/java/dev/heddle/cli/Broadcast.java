package dev.heddle.cli;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sends every message to all who are connected, its sender included; one that does not keep up is skipped. */
final class Broadcast implements WebSocketListener {

    private final Set<WebSocket> sockets = ConcurrentHashMap.newKeySet();

    @Override
    public void onOpen(WebSocket socket) {
        sockets.add(socket);
    }

    @Override
    public void onText(WebSocket sender, String message) {
        for (WebSocket socket : sockets) {
            if (!socket.isCongested()) {
                socket.send(message);
            }
        }
    }

    @Override
    public void onBinary(WebSocket sender, ByteBuffer message) {
        for (WebSocket socket : sockets) {
            if (!socket.isCongested()) {
                socket.send(message);
            }
        }
    }

    @Override
    public void onClose(WebSocket socket, CloseEvent event) {
        sockets.remove(socket);
    }
}
