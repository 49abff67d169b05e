package dev.heddle.socket;

import dev.heddle.driver.ProxyUrl;
import dev.heddle.driver.WebSocketUrl;
import dev.heddle.websocket.ClientOptions;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** TLS of a client, with servers and with proxies; each has to be who the URL says. */
final class ClientTls {

    private final ClientOptions options;
    private final SSLSocketFactory servers;
    private final SSLSocketFactory proxies;

    ClientTls(ClientOptions options) {
        this.options = options;
        SSLContext context = options.tls();
        this.servers = (context == null ? platform() : context).getSocketFactory();
        SSLContext forProxies = options.proxyTls();
        this.proxies = forProxies == null ? servers : forProxies.getSocketFactory();
    }

    void withServer(Wire wire, WebSocketUrl server) throws IOException {
        wire.secureAsClient(servers, server.hostName(), server.port(), options::setUp);
    }

    void withProxy(Wire wire, ProxyUrl proxy) throws IOException {
        wire.secureAsClient(proxies, proxy.hostName(), proxy.port(), options::setUpProxy);
    }

    private static SSLContext platform() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("The platform's own TLS settings do not work", e);
        }
    }
}
