package dev.heddle.testkit;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import dev.heddle.websocket.WebSocketConnection;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;

/** A server's connection in memory. */
class MemoryServerContractTest extends MemoryContract {

    private static final Request REQUEST = Request.of(
            "GET",
            "/chat",
            Headers.empty()
                    .with("Host", "example.com")
                    .with("Upgrade", "websocket")
                    .with("Connection", "Upgrade")
                    .with("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                    .with("Sec-WebSocket-Version", "13"));

    @Override
    WebSocketConnection connection(WebSocketListener listener, WebSocketOptions options, MemoryTransport transport) {
        return WebSocketConnection.server(REQUEST, listener, options, transport);
    }

    @Override
    MemoryPeer peer(MemoryTransport transport, boolean narrow, Runnable start) throws IOException {
        MemoryPeer peer = new MemoryPeer(true, transport);
        if (narrow) {
            peer.narrow();
        }
        start.run();
        return peer.skipHead();
    }
}
