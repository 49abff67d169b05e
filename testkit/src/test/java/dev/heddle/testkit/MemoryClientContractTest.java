package dev.heddle.testkit;

import dev.heddle.driver.Headers;
import dev.heddle.websocket.WebSocketConnection;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;

/** A client's connection in memory. */
class MemoryClientContractTest extends MemoryContract {

    @Override
    WebSocketConnection connection(WebSocketListener listener, WebSocketOptions options, MemoryTransport transport) {
        return WebSocketConnection.client("ws://example.com/chat", Headers.empty(), listener, options, transport);
    }

    @Override
    MemoryPeer peer(MemoryTransport transport, boolean narrow, Runnable start) throws IOException {
        MemoryPeer peer = new MemoryPeer(false, transport);
        if (narrow) {
            peer.narrow();
        }
        start.run();
        return peer.accept();
    }
}
