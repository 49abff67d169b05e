package dev.heddle.netty;

import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.Route;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;

/**
 * An endpoint's place in one stream of an application's: leaves it to the application if its request is not the endpoint's, and takes
 * it if it is.
 */
final class PassingStream extends StreamTakeover {

    private final Serving serving;
    /** Whether the request is the endpoint's: the application gets nothing of it. */
    private boolean taken;

    PassingStream(Serving serving) {
        super(serving);
        this.serving = serving;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (taken || message instanceof Http2HeadersFrame head && takes(context, head)) {
            ReferenceCountUtil.release(message);
            return;
        }
        context.fireChannelRead(message);
        if (message instanceof Http2HeadersFrame && !context.isRemoved()) {
            context.pipeline().remove(this);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (taken) {
            super.userEventTriggered(context, event);
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (taken) {
            super.exceptionCaught(context, cause);
        } else {
            context.fireExceptionCaught(cause);
        }
    }

    private boolean takes(ChannelHandlerContext context, Http2HeadersFrame head) {
        Channel connection = context.channel().parent();
        Endpoint endpoint = serving.endpoint();
        Request request;
        try {
            boolean tls = connection.pipeline().get(SslHandler.class) != null;
            request = Http2Fields.request(head.headers(), tls, endpoint.options());
        } catch (IllegalArgumentException e) {
            // Where the application's codec does not validate it is its own matter.
            return false;
        }
        if (!endpoint.concerns(request, request.path())) {
            return false;
        }
        Response fault = Http2Fields.fault(request, endpoint.options().driver().limits());
        Route route = fault != null
                ? new Route.Refused(fault)
                : serving.route(request, PassingHandler.listensOnLoopback(connection));
        if (route instanceof Route.Plain) {
            return false;
        }
        taken = true;
        LeftStreams.of(connection).add(context.channel());
        begin(context, head);
        try {
            follow(context, request, route);
        } catch (RuntimeException | Error e) {
            broke(context, e);
        }
        return true;
    }
}
