package dev.heddle.websocket;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Limits;
import dev.heddle.driver.OutputQueue;
import dev.heddle.driver.ProtocolError;
import dev.heddle.driver.ProxyDriver;
import dev.heddle.driver.ProxyListener;
import dev.heddle.driver.ProxyUrl;
import dev.heddle.driver.WebSocketUrl;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * What the builders of clients have in common.
 *
 * @param <B> the builder itself
 */
public abstract class ClientBuilder<B extends ClientBuilder<B>> {

    private static final int MOST_REDIRECTS = 5;
    private static final Duration SHORTEST_DELAY = Duration.ofMillis(10);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(2);

    Headers headers = Headers.empty();
    WebSocketOptions options = WebSocketOptions.defaults();
    Duration connectTimeout = Duration.ofSeconds(10);
    Duration attemptDelay = Duration.ofMillis(250);
    int maxConnecting = 1;
    int followRedirects;

    @Nullable
    SSLContext tls;

    Consumer<SSLParameters> tlsParameters = parameters -> {};

    Proxies proxies = server -> null;
    Headers proxyHeaders = Headers.empty();

    @Nullable
    SSLContext proxyTls;

    /** Starts from the defaults. */
    protected ClientBuilder() {}

    /** Returns this builder. */
    protected abstract B self();

    /** Returns what was set so far. */
    protected final ClientOptions toOptions() {
        return new ClientOptions(this);
    }

    /**
     * Adds a header to every handshake; a repeated name is ignored unless it is one that may repeat, such as
     * {@code Warning}.
     *
     * @throws IllegalArgumentException if it could not stand in a request, or the handshake sets it itself
     */
    public B header(String name, String value) {
        this.headers = headers.withCustom(name, value);
        return self();
    }

    /** Sets timeouts, limits and subprotocols. */
    public B options(WebSocketOptions options) {
        this.options = options;
        return self();
    }

    /**
     * Sets the time to find a host's addresses, and again the time to connect to each of them when its turn has come, by
     * default 10 s. Where a proxy is in between, host and addresses are the proxy's.
     *
     * @param timeout 1 ms to 100 years
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public B connectTimeout(Duration timeout) {
        Checks.time("connectTimeout", timeout);
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("connectTimeout must be at least 1 ms, not " + timeout);
        }
        this.connectTimeout = timeout;
        return self();
    }

    /**
     * Sets how long an attempt to connect has to itself: if a host has more addresses, the next one is tried beside it after this
     * time, or at once when it fails. The first that connects is taken, and the others are given up. The time begins with the
     * attempt's turn ({@link #maxConnecting}). By default 250 ms. Source: RFC 8305 §5.
     *
     * @param delay 10 ms to 2 s
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public B attemptDelay(Duration delay) {
        if (delay.compareTo(SHORTEST_DELAY) < 0 || delay.compareTo(LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException("attemptDelay must be 10 ms to 2 s, not " + delay);
        }
        this.attemptDelay = delay;
        return self();
    }

    /**
     * Sets how many WebSockets of this client to one IP address and port may be opening at once, by default 1, as RFC
     * 6455 §4.1 asks: from the beginning of the TCP connection until the WebSocket is open or has failed. Others that
     * have found the same address wait, and go in the order in which they were asked for, or found it. Their times to
     * connect and for the handshake begin with their turn, so that a slow server does not fail those that wait; one that
     * never answers holds each for the {@code handshakeTimeout}, or for ever where that is zero.
     *
     * <p>The rule is to keep the scripts of web pages from flooding a server. More than 1 is for clients that run no
     * foreign code, such as a load test.
     *
     * <p>Where a proxy is in between, the address is the proxy's: the server's own is not known then, so the limit is for all
     * servers behind that proxy together.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public B maxConnecting(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("maxConnecting must be at least 1, not " + attempts);
        }
        this.maxConnecting = attempts;
        return self();
    }

    /**
     * Sets how many redirects to follow for one WebSocket, by default 0: a redirect is a failure like any other refusal. 5 is
     * enough for most.
     *
     * <p>Responses of status 301, 302, 303, 307 and 308 are followed to the URL of their {@code Location}, never from
     * {@code wss:} to {@code ws:}. To another origin (scheme, host, port) neither {@code Authorization}, {@code Cookie} and
     * {@code Proxy-Authorization} nor the user info of the URL go along; other headers do, also those with secrets, so a client
     * that has such is better off with none. Each attempt has its own times and waits for its turn; the listener hears of the
     * last alone.
     *
     * @param most 0 to 5
     * @throws IllegalArgumentException if it is another number
     */
    public B followRedirects(int most) {
        if (most < 0 || most > MOST_REDIRECTS) {
            throw new IllegalArgumentException("followRedirects must be 0 to " + MOST_REDIRECTS + ", not " + most);
        }
        this.followRedirects = most;
        return self();
    }

    /**
     * Sets whom the client trusts and with which certificate it presents itself, by default the platform's authorities and none;
     * host names are checked in any case.
     */
    public B tls(SSLContext context) {
        this.tls = context;
        return self();
    }

    /**
     * Sets what else TLS is to be like: versions, cipher suites, the server's name for SNI.
     *
     * <p>A name for SNI is a name that the application vouches for: the JDK takes a certificate for it as well as one for the
     * URL's host, and no other.
     *
     * @param change called for each connection with the parameters of its engine or socket; that the host name is checked is set
     *     behind it
     */
    public B tlsParameters(Consumer<SSLParameters> change) {
        this.tlsParameters = change;
        return self();
    }

    /**
     * Sets a proxy for all connections; without this and {@link #proxyFromEnvironment} there is none. The time for the handshake
     * covers what is said to it. The names of {@code wss:} servers are checked through it as without.
     *
     * @param url {@code http://user:password@proxy.example:3128}, {@code https:} for TLS to the proxy, whose certificate has to
     *     be the proxy's own, or {@code socks5:}, where the proxy looks up the servers' names; user info is percent-encoded
     * @throws IllegalArgumentException {@code … is not a valid proxy URL}; the message does not repeat the user info
     */
    public B proxy(String url) {
        ProxyUrl proxy = ProxyUrl.parse(url);
        this.proxies = server -> proxy;
        return self();
    }

    /**
     * Takes the proxies that the environment names, as curl does: {@code https_proxy} or {@code HTTPS_PROXY} for {@code wss:}
     * URLs, {@code http_proxy} (not {@code HTTP_PROXY}, which clients of a CGI program can set) for {@code ws:} URLs, or
     * {@code all_proxy} or {@code ALL_PROXY}; a URL without a scheme is {@code http:}. None is taken for the hosts in
     * {@code no_proxy} or {@code NO_PROXY}: names, separated by commas, that stand for what ends in them too, a port behind
     * them if they like, or {@code *} for all. Loopback addresses are hosts as others are.
     *
     * @throws IllegalArgumentException if one of these holds no proxy's URL; the message does not repeat the user info
     */
    public B proxyFromEnvironment() {
        this.proxies = new ProxyEnvironment(System.getenv());
        return self();
    }

    /**
     * Adds a header to what HTTP proxies are asked, which servers do not see; the first of a name counts.
     * {@code Proxy-Authorization} stands in for the user info of the proxy's URL.
     *
     * @throws IllegalArgumentException if it could not stand in a request, or the request sets it itself, or it is for a server
     *     alone, as {@code Cookie} is
     */
    public B proxyHeader(String name, String value) {
        checkProxyHeader(name, value);
        this.proxyHeaders = proxyHeaders.with(name, value);
        return self();
    }

    /** Sets whom the client trusts to be the proxy of an {@code https:} URL, by default whom {@link #tls} says. */
    public B proxyTls(SSLContext context) {
        this.proxyTls = context;
        return self();
    }

    /** Asks the one who will set it: a driver for a proxy, which has no I/O. */
    private static void checkProxyHeader(String name, String value) {
        ProxyDriver driver = ProxyDriver.of(
                WebSocketUrl.parse("ws://localhost/"),
                ProxyUrl.parse("http://localhost"),
                Limits.defaults(),
                new OutputQueue(),
                made -> new ProxyListener() {
                    @Override
                    public void onConnect() {}

                    @Override
                    public void onError(ProtocolError error) {}
                });
        driver.setHeader(name, value);
    }
}
