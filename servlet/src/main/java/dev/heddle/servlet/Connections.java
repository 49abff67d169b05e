package dev.heddle.servlet;

import dev.heddle.websocket.Connection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A servlet's WebSockets and event streams; any thread. */
final class Connections {

    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Runnable whenOver;
    private volatile boolean stopping;

    /**
     * @param whenOver what is done when no more come and the last has gone; maybe more than once
     */
    Connections(Runnable whenOver) {
        this.whenOver = whenOver;
    }

    /** Adds one; if no more should come it is closed at once. */
    void enter(Connection connection) {
        open.add(connection);
        if (stopping) {
            connection.goAway();
        }
    }

    void leave(Connection connection) {
        open.remove(connection);
        endIfOver();
    }

    int size() {
        return open.size();
    }

    boolean stopping() {
        return stopping;
    }

    /** Closes all, WebSockets with 1001. */
    void goAway() {
        stopping = true;
        open.forEach(Connection::goAway);
        endIfOver();
    }

    private void endIfOver() {
        if (stopping && open.isEmpty()) {
            whenOver.run();
        }
    }
}
