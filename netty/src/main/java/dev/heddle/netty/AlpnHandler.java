package dev.heddle.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Behind TLS: makes a connection one of HTTP/2 if that was agreed on by ALPN. Source: RFC 7301, RFC 9113 §3.2. */
final class AlpnHandler extends ChannelInboundHandlerAdapter {

    private final Http2Setup http2;
    private final SslContext tls;

    AlpnHandler(Http2Setup http2, SslContext tls) {
        this.http2 = http2;
        this.tls = tls;
    }

    /**
     * Checks that connections of a context can agree on HTTP/2.
     *
     * @throws IllegalStateException if its ALPN has other protocols, or has none and can not be told each connection
     */
    static void check(SslContext tls) {
        List<String> protocols = offeredBy(tls);
        if (protocols.isEmpty()
                ? !(tls instanceof JdkSslContext)
                : !protocols.contains(ApplicationProtocolNames.HTTP_2)) {
            throw new IllegalStateException("HTTP/2 needs a TLS context whose ALPN offers "
                    + ApplicationProtocolNames.HTTP_2 + ", not " + protocols);
        }
    }

    private static List<String> offeredBy(SslContext tls) {
        return tls.applicationProtocolNegotiator().protocols();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        SslHandler handler = context.pipeline().get(SslHandler.class);
        if (offeredBy(tls).isEmpty()) {
            SSLEngine engine = handler.engine();
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setApplicationProtocols(
                    new String[] {ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1});
            engine.setSSLParameters(parameters);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess() && isHttp2(context.pipeline().get(SslHandler.class))) {
                http2.begin(context.pipeline());
            }
            context.pipeline().remove(this);
        }
        context.fireUserEventTriggered(event);
    }

    /** Tells whether a TLS handshake has agreed on HTTP/2. */
    static boolean isHttp2(SslHandler handler) {
        String agreed = handler.applicationProtocol();
        // Netty knows only what it negotiated itself.
        return ApplicationProtocolNames.HTTP_2.equals(
                agreed == null ? handler.engine().getApplicationProtocol() : agreed);
    }
}
