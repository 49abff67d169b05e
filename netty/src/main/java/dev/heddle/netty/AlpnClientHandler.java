package dev.heddle.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/** Behind a client's TLS: the server decides by ALPN which HTTP it is. Source: RFC 7301, RFC 9113 §3.2. */
final class AlpnClientHandler extends ChannelInboundHandlerAdapter {

    private final Http2Origin origin;
    /** The one with the server, as there may be one with a proxy too. */
    private final SslHandler tls;

    private boolean told;

    AlpnClientHandler(Http2Origin origin, SslHandler tls) {
        this.origin = origin;
        this.tls = tls;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent handshake) || told) {
            return;
        }
        Channel channel = context.channel();
        if (!handshake.isSuccess()) {
            exceptionCaught(context, handshake.cause());
            return;
        }
        told = true;
        context.pipeline().remove(this);
        if (AlpnHandler.isHttp2(tls)) {
            origin.http2(channel);
        } else {
            origin.http1(channel);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        told = true;
        origin.failed(context.channel(), cause);
    }
}
