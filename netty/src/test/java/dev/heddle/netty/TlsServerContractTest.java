package dev.heddle.netty;

import dev.heddle.websocket.Endpoint;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;

/** Our server by TLS. */
class TlsServerContractTest extends NettyServerContract {

    TlsServerContractTest() {
        super(NettyIo.preferred());
    }

    @Override
    NettyServer.Builder builder(Endpoint endpoint) throws Exception {
        return super.builder(endpoint).tls(Tls.server());
    }

    @Override
    protected Socket secure(Socket connected, URI url) throws IOException {
        return Tls.handshake(connected, true);
    }
}
