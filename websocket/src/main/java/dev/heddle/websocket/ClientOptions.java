package dev.heddle.websocket;

import dev.heddle.driver.Headers;
import dev.heddle.driver.ProxyUrl;
import dev.heddle.driver.WebSocketUrl;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** For the adapter of a client: what a {@link ClientBuilder} was set to, which is described there. Immutable. */
public final class ClientOptions {

    private final Headers headers;
    private final WebSocketOptions webSocket;
    private final Duration connectTimeout;
    private final Duration attemptDelay;
    private final int maxConnecting;
    private final int followRedirects;
    private final @Nullable SSLContext tls;
    private final Consumer<SSLParameters> tlsParameters;
    private final Proxies proxies;
    private final Headers proxyHeaders;
    private final @Nullable SSLContext proxyTls;

    ClientOptions(ClientBuilder<?> builder) {
        this.headers = builder.headers;
        this.webSocket = builder.options;
        this.connectTimeout = builder.connectTimeout;
        this.attemptDelay = builder.attemptDelay;
        this.maxConnecting = builder.maxConnecting;
        this.followRedirects = builder.followRedirects;
        this.tls = builder.tls;
        this.tlsParameters = builder.tlsParameters;
        this.proxies = builder.proxies;
        this.proxyHeaders = builder.proxyHeaders;
        this.proxyTls = builder.proxyTls;
    }

    /**
     * Returns the headers of one handshake: those of every one, and more, which stand instead of those of the same names.
     *
     * @throws IllegalArgumentException if one could not stand in a request, or the handshake sets it itself
     */
    public Headers headers(Headers more) {
        Headers all = Headers.of(headers.fields().stream()
                .filter(field -> !more.contains(field.name()))
                .toList());
        for (Headers.Field field : more.fields()) {
            all = all.withCustom(field.name(), field.value());
        }
        return all;
    }

    /** Returns the options of each WebSocket. */
    public WebSocketOptions webSocket() {
        return webSocket;
    }

    /** Returns the time to find addresses, and the time to connect to each. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** Returns the time between the attempts to two addresses of a host, 10 ms to 2 s. */
    public Duration attemptDelay() {
        return attemptDelay;
    }

    /** Returns how many may be opening at once to one address, at least 1. */
    public int maxConnecting() {
        return maxConnecting;
    }

    /** Returns how many redirects to follow for one WebSocket, 0 to 5. */
    public int followRedirects() {
        return followRedirects;
    }

    /** Returns whom to trust, null for the platform's own. */
    public @Nullable SSLContext tls() {
        return tls;
    }

    /**
     * Sets up TLS for one connection: what the application wants and, always, the check of the peer's name.
     *
     * @param parameters those of a new engine or socket, to be set again behind this
     */
    public SSLParameters setUp(SSLParameters parameters) {
        tlsParameters.accept(parameters);
        return checkName(parameters);
    }

    /** Returns the proxy by which a server is reached, null for none. */
    public @Nullable ProxyUrl proxyOf(WebSocketUrl server) {
        return proxies.proxyOf(server);
    }

    /** Returns the headers for an HTTP proxy, which take the place of what would follow from its URL. */
    public Headers proxyHeaders() {
        return proxyHeaders;
    }

    /** Returns whom to trust to be the proxy, null for whom {@link #tls} says. */
    public @Nullable SSLContext proxyTls() {
        return proxyTls;
    }

    /** Sets up TLS for one connection to a proxy: nothing that is meant for the servers, but the check of the proxy's name. */
    public SSLParameters setUpProxy(SSLParameters parameters) {
        return checkName(parameters);
    }

    private static SSLParameters checkName(SSLParameters parameters) {
        // Explicitly, and last: no default is enough, and the application can not turn it off.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        return parameters;
    }
}
