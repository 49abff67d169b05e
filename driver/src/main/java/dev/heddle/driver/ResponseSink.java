package dev.heddle.driver;

/**
 * Takes the response to a handshake as values, where something else writes HTTP: a container of servlets, or a connection of
 * HTTP/2.
 */
@FunctionalInterface
public interface ResponseSink {

    /**
     * Takes the response; comes at most once, in front of everything else that the driver causes.
     *
     * @param status 101 if the request is accepted, or 200 if it is an extended CONNECT (RFC 8441 §5); else the status that
     *     refuses it
     * @param headers the fields, without {@code Content-Length}
     * @param body the body, which is empty if the request is accepted; the receiver's to keep
     */
    void respond(int status, Headers headers, byte[] body);
}
