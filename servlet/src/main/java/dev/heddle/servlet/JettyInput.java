package dev.heddle.servlet;

import jakarta.servlet.ServletRequest;
import java.util.List;

/**
 * Keeps Jetty 12.1 from taking the end of a request without a body for the end of the upgraded connection's input: it notes the
 * former when the request is parsed, and reads the note when the connection is upgraded. A request with a body would not have the
 * note, but also is no WebSocket's. Any other container, and a Jetty that has no such note, is left as it is.
 */
final class JettyInput {

    /** From Jetty's request to its stream of content; a name that is Jetty's alone comes before what is changed. */
    private static final List<String> STREAM =
            List.of("getServletRequestInfo", "getRequest", "getConnectionMetaData", "getConnection", "_stream", "get");

    private JettyInput() {}

    /** Forgets the end; once it is certain that the connection will be upgraded. */
    static void reopen(ServletRequest request) {
        Object stream = Inside.follow(Requests.unwrapped(request), STREAM);
        if (stream != null) {
            Inside.clear(stream, "_chunk");
        }
    }
}
