package dev.heddle.driver;

/**
 * Takes the events of one {@link ProxyDriver}, on the thread that called it: one of the two, once. What a listener throws
 * reaches the caller of the driver.
 */
public interface ProxyListener {

    /**
     * The tunnel is there: what is now sent over the connection goes to the server, and what comes is the server's. This is
     * where a {@code wss:} client starts TLS with the server, by the server's name, and a {@code ws:} client sends its
     * handshake with {@link Driver#start}.
     *
     * <p>{@link ProxyDriver#parse} does nothing more with its buffer after this.
     */
    void onConnect();

    /**
     * There is no tunnel, and the connection is of no use.
     *
     * @param error its message begins with {@code Can't establish a connection to the server at} and the server's URL. If the
     *     proxy refused, that is all, and {@link ProxyDriver#statusCode} says how; otherwise a colon and the cause follow.
     *     Its code is always 1006, which is what a close event would say
     */
    void onError(ProtocolError error);
}
