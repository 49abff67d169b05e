package dev.heddle.driver;

/** Takes the request of a client's handshake as a value, where something else writes HTTP: a connection of HTTP/2. */
@FunctionalInterface
public interface RequestSink {

    /**
     * Takes the request; comes at most once, in front of everything else that the driver causes.
     *
     * @param request an extended CONNECT: its method, {@link Request#protocol}, scheme by {@link Request#secure}, target and the
     *     field {@code Host} are the pseudo-header fields {@code :method}, {@code :protocol}, {@code :scheme}, {@code :path} and
     *     {@code :authority}; the names of the other fields are sent in lower case (RFC 9113 §8.2.1)
     */
    void request(Request request);
}
