package dev.heddle.socket;

import dev.heddle.driver.Headers;
import dev.heddle.driver.WebSocketUrl;
import dev.heddle.websocket.OpeningListener;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketConnection;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;

/**
 * One WebSocket's way to its server: {@link Dial} makes a connection, to the server or to the proxy in front of it, and the thread that
 * made it goes on with the proxy and TLS, and reads at the end.
 */
final class Connecting implements Dial.Outcome {

    private final Connections connections;
    private final Destination destination;
    private final OpeningListener opening;
    private final Wire wire = new Wire(new Socket());
    private final SocketTransport transport;
    private final WebSocketConnection connection;
    private final Dial dial;

    Connecting(
            Dialer dialer,
            Connections connections,
            ClientTls tls,
            WebSocketUrl server,
            Headers headers,
            WebSocketListener listener) {
        this.connections = connections;
        this.destination = Destination.of(server, dialer.options(), tls);
        WebSocketOptions settings = dialer.options().webSocket();
        this.transport = new SocketTransport(
                wire, dialer.threads(), settings.lowWatermark(), settings.highWatermark(), this::ended);
        this.dial = new Dial(dialer, transport.loop(), wire, destination.hostName(), destination.port(), this);
        this.opening = OpeningListener.of(listener, dial::decided);
        this.connection = WebSocketConnection.client(server.url(), headers, opening, settings, transport);
        transport.attach(connection);
    }

    CompletableFuture<WebSocket> start() {
        connections.add(transport);
        opening.closeIfGivenUp(connection);
        transport.run(dial::start);
        if (connections.stopping()) {
            transport.kill();
        }
        return opening.opened();
    }

    @Override
    public void connected(Socket socket) {
        wire.connected(socket);
        connection.connected();
    }

    @Override
    public void proceed() {
        transport.open(destination::open, connection::start);
    }

    @Override
    public void failed(Throwable cause) {
        transport.broke(destination.unreachable(cause));
    }

    private void ended() {
        dial.stop();
        // The listener heard of it before, unless it has thrown.
        dial.decided();
        connections.remove(transport);
    }
}
