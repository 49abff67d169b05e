package dev.heddle.driver;

import java.util.function.Function;

/** A client's driver. */
public sealed interface ClientDriver extends Driver permits ClientConnection, ClientStreamDriver {

    /** Returns the status of the server's response, or 0 if it has not arrived. */
    int statusCode();

    /** Returns the header fields of the server's response, none if it has not arrived. */
    Headers headers();

    /**
     * Returns a copy of what has come of the body of a response that is no 101, without its transfer coding: at most 16 KiB, behind
     * which it is cut; empty for any other. Source: RFC 9112 §6.3.
     */
    byte[] body();

    /**
     * Tells whether the body of a response that is no 101 is still arriving. The error and close events did not wait for it: an owner
     * that wants it goes on with {@link #parse} until this is false, for as long as it likes, and only then does what
     * {@link #wantsClose} says. A body that is not in order ends where that shows; {@link #end} and {@link #lost} end any.
     */
    boolean awaitsBody();

    /**
     * Sends the handshake as {@link #start} does, but as an extended CONNECT, which it gives away as a value; {@link #respond} tells
     * what the server says to it. Everything else, masks too, is as over HTTP/1.1. The owner must have seen that the server takes such
     * requests (SETTINGS_ENABLE_CONNECT_PROTOCOL). Source: RFC 8441 §3 to §5.
     *
     * @param request takes the request, inside this call
     * @return false if the handshake was sent before, or nothing could be sent
     */
    boolean start(RequestSink request);

    /**
     * An input: the head of the final response to an extended CONNECT has arrived. A status of 2xx opens, if the fields are in order;
     * any other ends the handshake. Does nothing where none is waited for.
     *
     * @param status the status
     * @param headers the fields
     */
    void respond(int status, Headers headers);

    /**
     * Makes the driver of a way to the server through a proxy, with the limits of this driver's options. It changes
     * nothing about this driver, which starts when the tunnel is there.
     *
     * @param url the proxy's URL, {@code http:}, {@code https:} or {@code socks5:}; the owner opens the connection to it
     * @param output takes what is for the proxy: this driver's own output if it goes over the same connection without TLS
     * @param listener makes the listener of the new driver's events
     * @throws IllegalArgumentException {@code … is not a valid proxy URL}
     */
    default ProxyDriver proxy(
            String url, Output output, Function<? super ProxyDriver, ? extends ProxyListener> listener) {
        return proxy(ProxyUrl.parse(url), output, listener);
    }

    /** Makes the driver of a way through a proxy, as {@link #proxy(String, Output, Function)} does. */
    ProxyDriver proxy(ProxyUrl url, Output output, Function<? super ProxyDriver, ? extends ProxyListener> listener);
}
