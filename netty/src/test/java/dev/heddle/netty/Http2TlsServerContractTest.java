package dev.heddle.netty;

import io.netty.channel.ChannelHandler;

/** Our server by a stream of HTTP/2 on which TLS has agreed. */
class Http2TlsServerContractTest extends Http2ServerContractTest {

    @Override
    NettyServer.Builder builder() throws Exception {
        return super.builder().tls(Tls.server());
    }

    @Override
    ChannelHandler[] below() {
        return new ChannelHandler[] {Tls.http2(true)};
    }
}
