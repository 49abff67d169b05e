package dev.heddle.socket;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;

/** Our server by TLS 1.3. */
class Tls13ServerContractTest extends SocketServerContract {

    @Override
    SocketServer.Builder set(SocketServer.Builder builder) throws Exception {
        return builder.tls(Certificates.loopback("TLSv1.3"));
    }

    @Override
    protected Socket secure(Socket connected, URI url) throws IOException {
        return Certificates.connect(connected, url.getHost(), url.getPort());
    }
}
