package dev.heddle.netty;

/** Our client by a stream of HTTP/2 on which TLS has agreed. */
class Http2TlsClientContractTest extends Http2ClientContractTest {

    @Override
    NettyClient.Builder builder() {
        return super.builder().tls(Tls.context());
    }

    @Override
    boolean tls() {
        return true;
    }
}
