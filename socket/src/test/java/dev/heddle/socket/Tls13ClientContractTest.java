package dev.heddle.socket;

import java.io.IOException;
import java.net.Socket;

/** Our client by TLS 1.3. */
class Tls13ClientContractTest extends SocketClientContract {

    @Override
    SocketClient.Builder set(SocketClient.Builder builder) throws Exception {
        return builder.tls(Certificates.trusting("TLSv1.3"));
    }

    @Override
    protected String scheme() {
        return "wss";
    }

    @Override
    protected Socket secure(Socket accepted) throws IOException {
        return Certificates.accept(accepted);
    }
}
