package dev.heddle.servlet;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Closes the socket under a container's connection, for which the Servlet API has no words: {@code WebConnection.close} waits for
 * a peer that does not read (Undertow), or does nothing before that peer has sent something (Tomcat, on any thread but its own).
 * But a connection whose time is up must end.
 *
 * <p>So this goes by the names of what the containers are made of, from what they hand out to the socket. Where it does not find
 * them, as in a container that it does not know, it says so, once.
 */
final class HardClose {

    private static final System.Logger LOG = System.getLogger(HardClose.class.getName());

    private static final AtomicBoolean WARNED = new AtomicBoolean();

    /** From an upgraded connection to the close of its socket: fields, and methods without parameters. */
    private static final List<List<String>> CONNECTIONS = List.of(
            // Tomcat
            List.of("getInputStream", "socketWrapper", "close"),
            // Undertow
            List.of("channel", "close"),
            // Jetty
            List.of(
                    "getOutputStream",
                    "_outputStream",
                    "_servletChannel",
                    "getConnectionMetaData",
                    "getConnection",
                    "getEndPoint",
                    "close"));

    /** The same from a request, which no filter has wrapped. */
    private static final List<List<String>> REQUESTS = List.of(
            // Tomcat
            List.of("request", "getCoyoteRequest", "hook", "socketWrapper", "close"),
            // Undertow
            List.of("getExchange", "getConnection", "close"),
            // Jetty
            List.of("getRequest", "getConnectionMetaData", "getConnection", "getEndPoint", "close"));

    private HardClose() {}

    /** Closes the socket under an upgraded connection; false if it was not found. */
    static boolean ofConnection(Object connection) {
        return close(connection, CONNECTIONS);
    }

    /** Closes the socket under a request; false if it was not found. */
    static boolean ofRequest(Object request) {
        return close(request, REQUESTS);
    }

    private static boolean close(Object from, List<List<String>> ways) {
        for (List<String> way : ways) {
            int last = way.size() - 1;
            Object owner = Inside.follow(from, way.subList(0, last));
            if (owner != null && Inside.call(owner, way.get(last))) {
                return true;
            }
        }
        if (WARNED.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The connections of this container can not be broken off: {0}",
                    from.getClass().getName());
        }
        return false;
    }
}
