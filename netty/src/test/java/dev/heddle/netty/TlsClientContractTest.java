package dev.heddle.netty;

import java.io.IOException;
import java.net.Socket;

/** Our client by TLS. */
class TlsClientContractTest extends NettyClientContract {

    TlsClientContractTest() {
        super(NettyIo.preferred());
    }

    @Override
    NettyClient.Builder builder() {
        return super.builder().tls(Tls.context());
    }

    @Override
    protected String scheme() {
        return "wss";
    }

    @Override
    protected Socket secure(Socket accepted) throws IOException {
        return Tls.handshake(accepted, false);
    }
}
