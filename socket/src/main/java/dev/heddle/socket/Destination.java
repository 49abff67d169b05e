package dev.heddle.socket;

import dev.heddle.driver.ProxyUrl;
import dev.heddle.driver.WebSocketUrl;
import dev.heddle.websocket.ClientOptions;
import dev.heddle.websocket.ProxyHandshake;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A server, and the proxy in front of it if there is one: who is dialled, and what comes before the server hears the first byte. */
record Destination(WebSocketUrl server, @Nullable ProxyUrl proxy, ClientOptions options, ClientTls tls) {

    /** Chooses the proxy. */
    static Destination of(WebSocketUrl server, ClientOptions options, ClientTls tls) {
        return new Destination(server, options.proxyOf(server), options, tls);
    }

    /** Returns whom to dial. */
    String hostName() {
        return proxy == null ? server.hostName() : proxy.hostName();
    }

    int port() {
        return proxy == null ? server.port() : proxy.port();
    }

    /** Returns why there is no connection, with the proxy's name if it is that which can not be reached. */
    Throwable unreachable(Throwable cause) {
        return proxy == null ? cause : ProxyHandshake.failure(proxy, cause.toString(), cause);
    }

    /** Goes through the proxy, and begins TLS; on a thread that may wait. */
    void open(Wire connected) throws IOException {
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
}
