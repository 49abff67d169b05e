package dev.heddle.testkit.contract;

import dev.heddle.websocket.Endpoint;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;

/**
 * What every server has to pass. The peer connects to it on the loopback address, and does the handshake by hand. Of HTTP only what
 * RFC 9112 says is asked for: the fields of a response may come in any order, with others among them, and a stream in chunks.
 */
public abstract class ServerTransportContract extends EventStreamCases {

    /** For subclasses. */
    protected ServerTransportContract() {}

    /**
     * Starts a server on the loopback address, at a port that is free.
     *
     * @param endpoint all that it serves; its WebSockets' path is not the root
     * @return what the contract closes behind the case, when all of its connections have ended
     */
    protected abstract Server serve(Endpoint endpoint) throws Exception;

    /** Puts TLS above a connection; by default there is none. */
    protected Socket secure(Socket connected, URI url) throws IOException {
        return connected;
    }

    /**
     * Tells whether the server gives a request {@link dev.heddle.websocket.WebSocketOptions#handshakeTimeout}; by default so. One
     * that runs inside of another's server may have to leave that to it.
     */
    protected boolean limitsRequests() {
        return true;
    }

    @Override
    final Server start(Endpoint endpoint) throws Exception {
        return serve(endpoint);
    }

    @Override
    final Socket secured(Socket connected, URI url) throws IOException {
        return secure(connected, url);
    }

    @Override
    final boolean timesHandshakes() {
        return limitsRequests();
    }

    /** A server that runs. */
    public interface Server extends AutoCloseable {

        /** Returns the URL of its WebSockets, with an address of the loopback network and the port. */
        String url();

        @Override
        void close() throws IOException;
    }
}
