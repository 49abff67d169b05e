package dev.heddle.driver;

import java.util.function.Function;

/** A client's driver. */
public sealed interface ClientDriver extends Driver permits ClientConnection, ClientStreamDriver {

    /** Returns the status of the server's response, or 0 if it has not arrived. */
    int statusCode();

    /** Returns the header fields of the server's response, none if it has not arrived. */
    Headers headers();

    /**
     * Makes the driver of a way to the server through an HTTP proxy, with the limits of this driver's options. It changes
     * nothing about this driver, which starts when the tunnel is there.
     *
     * @param url the proxy's URL, {@code http:} or {@code https:}; the owner opens the connection to it
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
