package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.util.function.Function;

/**
 * The way of a client through a proxy, without I/O: asks the proxy for a tunnel to the server, and reads the proxy's
 * answer up to the first byte of the tunnel. Source: RFC 9110 §9.3.6 for HTTP's {@code CONNECT}; RFC 1928 and RFC 1929 for
 * SOCKS5, where the proxy looks up the server's name.
 *
 * <p>The owner connects to the proxy, with TLS if its URL is {@code https:}. Methods are of the kinds that {@link Driver}
 * names, and like that a proxy driver belongs to one thread at a time. For a {@code ws:} URL one connection, and one
 * output, serve both drivers:
 *
 * <pre>{@code
 * ClientDriver client = Driver.client("ws://www.example.com/", options, output, driver -> listener);
 * ProxyDriver proxy = client.proxy("http://user:password@proxy.example:3128", output, driver -> new ProxyListener() {
 *     public void onConnect() {
 *         client.start();
 *     }
 *     public void onError(ProtocolError error) {
 *         client.end();
 *     }
 * });
 * proxy.start();
 * // and then for all that is received:
 * proxy.parse(received);
 * client.parse(received);
 * }</pre>
 *
 * <p>For a {@code wss:} URL, what {@link #parse} leaves goes to TLS, what TLS decrypts to the client's driver, and the
 * client's output through TLS.
 *
 * <p>Of the client's handshake nothing goes to the proxy but host and port, and nothing of what is said here goes to the
 * server. Source: RFC 9110 §11.7.1.
 */
public sealed interface ProxyDriver permits ProxyTunnel {

    /**
     * Makes the driver of a way through a proxy, for who has no {@link ClientDriver} yet.
     *
     * @param server where the tunnel is to end; nothing of it is told to the proxy but host and port
     * @param proxy the proxy; the owner opens the connection to it
     * @param limits for the head of an HTTP proxy's answer
     * @param output takes what is for the proxy
     * @param listener makes the listener of the new driver's events
     */
    static ProxyDriver of(
            WebSocketUrl server,
            ProxyUrl proxy,
            Limits limits,
            Output output,
            Function<? super ProxyDriver, ? extends ProxyListener> listener) {
        ProxyTunnel driver = proxy.socks5()
                ? new Socks5Connect(server, proxy, output)
                : new ProxyConnect(server, proxy, limits, output);
        driver.listen(listener.apply(driver));
        return driver;
    }

    // Queries

    /**
     * Returns where the way stands: {@link State#BEGINNING} until the request was sent, {@link State#CONNECTING} until it was
     * answered, then {@link State#OPEN} for good, or {@link State#CLOSED} after the error.
     */
    State state();

    /** Returns the proxy's URL, without user info, which may be a secret. */
    String url();

    /** Returns the status of the proxy's answer, or 0 if there was none that could be read, as with SOCKS5. */
    int statusCode();

    /** Returns the header fields of the proxy's answer, none if there was none that could be read, as with SOCKS5. */
    Headers headers();

    /** Tells whether the owner should now close the connection: there is no tunnel. */
    boolean wantsClose();

    // Inputs

    /**
     * Takes bytes that came from the proxy. What is behind the head of an answer that opens the tunnel belongs to the tunnel:
     * it stays in the buffer, from its position to its limit, also if the listener threw, and so does all that comes later.
     * Where there is no tunnel, nothing stays.
     *
     * @param bytes from position to limit; they are not changed
     */
    void parse(ByteBuffer bytes);

    /**
     * Says that the proxy sends no more bytes, or that the connection is lost: an error unless the tunnel is open. From then
     * on the end is the tunnel's.
     */
    void end();

    // Commands

    /**
     * Sends the request, or the first of it: what else SOCKS5 has to say follows inside {@link #parse}.
     *
     * @return false if it was sent before, or there was an error
     */
    boolean start();

    /**
     * Adds a header to the request; the first of a name counts, as for {@link Driver#setHeader}. {@code Proxy-Authorization}
     * stands in for what would follow from the URL's user info.
     *
     * @return false if the request was sent already, or there was an error
     * @throws IllegalArgumentException if the name is not a token, one that the request sets itself, or one whose value is for
     *     the server alone ({@code Authorization}, {@code Cookie}); or if the value has a control character
     * @throws IllegalStateException if the proxy speaks SOCKS5, which has no headers
     */
    boolean setHeader(String name, String value);
}
