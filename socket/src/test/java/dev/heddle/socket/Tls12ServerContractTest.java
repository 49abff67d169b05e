package dev.heddle.socket;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;

/** Our server by TLS 1.2. */
class Tls12ServerContractTest extends SocketServerContract {

    @Override
    SocketServer.Builder set(SocketServer.Builder builder) throws Exception {
        return builder.tls(Certificates.loopback("TLSv1.2"));
    }

    @Override
    protected Socket secure(Socket connected, URI url) throws IOException {
        return Certificates.connect(connected, url.getHost(), url.getPort());
    }
}
