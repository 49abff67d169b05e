package dev.heddle.examples;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** TLS over a connection that stands: a plain one, or a tunnel, which may be TLS itself. */
final class Tls {

    private Tls() {}

    /** Starts TLS, and checks that the other end is who it should be. Closing it closes the connection. */
    static Socket over(Socket connection, String hostName, int port, SSLContext context) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(connection, hostName, port, true);
        // Without it any certificate would do that an authority has signed for anyone.
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }
}
