package dev.heddle.websocket;

/** How a connection begins: the opening handshake and its time, up to the open event; then nothing is left of it. */
final class Opening extends Deadline {

    private final WebSocketConnection connection;

    Opening(WebSocketConnection connection) {
        super(connection.transport);
        this.connection = connection;
    }

    /** The time runs. */
    void connected() {
        set(connection.options.handshakeTimeout());
    }

    /** The handshake is done. */
    void opened() {
        clear();
        if (!connection.life.advance(ReadyState.OPEN)) {
            // Another thread closed while the handshake's last bytes were on the way.
            connection.failing().closedTooEarly();
            return;
        }
        connection.keepalive.start();
        if (connection.keepalive.isPaused()) {
            connection.settling.pausing().pauseIfOpen();
        }
        connection.announcer.tell((listener, socket, self) -> listener.onOpen(socket), this);
    }

    @Override
    void missed() {
        connection
                .failing()
                .lost("The handshake was not done within " + connection.options.handshakeTimeout()
                        + " (handshakeTimeout)");
    }
}
