package dev.heddle.netty;

import dev.heddle.websocket.WebSocketConnection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A server's WebSockets, from any thread. */
final class Connections {

    private final Set<WebSocketConnection> all = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    /** Adds one that was made, even while the server stops. */
    void add(WebSocketConnection connection) {
        all.add(connection);
        if (stopping) {
            connection.goAway();
        }
    }

    void remove(WebSocketConnection connection) {
        all.remove(connection);
    }

    int size() {
        return all.size();
    }

    /** Tells whether no more should be made. */
    boolean stopping() {
        return stopping;
    }

    /** Closes all with 1001, and those that are added from now on. */
    void goAway() {
        stopping = true;
        all.forEach(WebSocketConnection::goAway);
    }
}
