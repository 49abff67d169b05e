package dev.heddle.socket;

import dev.heddle.driver.Headers;
import dev.heddle.driver.ProxyUrl;
import dev.heddle.driver.WebSocketUrl;
import dev.heddle.websocket.ClientOptions;
import dev.heddle.websocket.OpeningListener;
import dev.heddle.websocket.ProxyHandshake;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketConnection;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket's way to its server: {@link Dial} makes a connection, to the server or to the proxy in front of it, and the thread that
 * made it goes on with the proxy and TLS, and reads at the end.
 */
final class Connecting implements Dial.Outcome {

    private final ClientOptions options;
    private final Connections connections;
    private final ClientTls tls;
    private final WebSocketUrl server;
    private final @Nullable ProxyUrl proxy;
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
        this.options = dialer.options();
        this.connections = connections;
        this.tls = tls;
        this.server = server;
        this.proxy = options.proxyOf(server);
        WebSocketOptions settings = options.webSocket();
        this.transport = new SocketTransport(
                wire, dialer.threads(), settings.lowWatermark(), settings.highWatermark(), this::ended);
        String host = proxy == null ? server.hostName() : proxy.hostName();
        int port = proxy == null ? server.port() : proxy.port();
        this.dial = new Dial(dialer, transport, host, port, this);
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
        transport.open(this::open, connection::start);
    }

    @Override
    public void failed(Throwable cause) {
        transport.broke(proxy == null ? cause : ProxyHandshake.failure(proxy, cause.toString(), cause));
    }

    /** Goes through the proxy, and begins TLS. */
    private void open(Wire connected) throws IOException {
        if (proxy != null) {
            if (proxy.secure()) {
                secureProxy(proxy, connected);
            }
            Tunnel.open(server, proxy, options, connected);
        }
        if (server.secure()) {
            tls.withServer(connected, server);
        }
    }

    private void secureProxy(ProxyUrl url, Wire connected) throws IOException {
        try {
            tls.withProxy(connected, url);
        } catch (IOException e) {
            throw ProxyHandshake.failure(url, e.toString(), e);
        }
    }

    private void ended() {
        dial.stop();
        // The listener heard of it before, unless it has thrown.
        dial.decided();
        connections.remove(transport);
    }
}
