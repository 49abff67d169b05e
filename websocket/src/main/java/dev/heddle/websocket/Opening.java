package dev.heddle.websocket;

import dev.heddle.driver.ClientDriver;
import dev.heddle.driver.ProtocolError;
import org.jspecify.annotations.Nullable;

/** How a connection begins: the opening handshake and its time, up to the open event; then nothing is left of it. */
final class Opening extends Deadline {

    private final WebSocketConnection connection;
    /** What the server refused with, while it still says why. */
    private @Nullable ProtocolError refusal;

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
        connection.announcer.tell((listener, socket, self) -> listener.onOpen(socket), this);
    }

    /** Tells whether an error is a refusal whose reasons are still arriving: it is told, and the connection ends, when they are there. */
    boolean waitsWith(ProtocolError error) {
        if (awaitsBody() && !isFollowed()) {
            refusal = error;
        }
        return refusal != null;
    }

    boolean isRefused() {
        return refusal != null;
    }

    /** Bytes have come, which may be the last of the reasons. */
    void received() {
        if (refusal != null && !awaitsBody()) {
            tellRefusal();
        }
    }

    /** Tells the refusal, if there is one, with what has come of the reasons. */
    void tellRefusal() {
        ProtocolError error = refusal;
        if (error != null) {
            refusal = null;
            connection.failing().violated(error);
            connection.protocolEnded(error.code(), error.message());
        }
    }

    @Override
    void missed() {
        if (refusal != null) {
            tellRefusal();
            connection.settle();
        } else {
            connection
                    .failing()
                    .lost("The handshake was not done within " + connection.options.handshakeTimeout()
                            + " (handshakeTimeout)");
        }
    }

    /** Tells whether the refusal is a redirect that is followed, where nobody reads the reasons. */
    private boolean isFollowed() {
        return connection.driver instanceof ClientDriver client
                && connection.announcer.isFollowed(client.statusCode(), client.headers());
    }

    private boolean awaitsBody() {
        return connection.driver instanceof ClientDriver client && client.awaitsBody();
    }
}
