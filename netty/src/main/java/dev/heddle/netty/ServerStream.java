package dev.heddle.netty;

import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.Route;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;

/** A stream of a server's: all of its requests are answered here. */
final class ServerStream extends StreamTakeover {

    private static final System.Logger LOG = System.getLogger(ServerStream.class.getName());

    private final NettyServer.Settings settings;
    private final Serving serving;
    private final Http2Streams streams;
    /** Whether it is counted among the requests without a decision. */
    private boolean counted;

    ServerStream(NettyServer.Settings settings, Http2Streams streams) {
        super(settings.serving());
        this.settings = settings;
        this.serving = settings.serving();
        this.streams = streams;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof Http2HeadersFrame head && !counted) {
                take(context, head);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        super.handlerRemoved(context);
        if (counted) {
            streams.decided(context.channel());
        }
    }

    @Override
    void connected(Channel stream) {
        streams.connected(stream);
    }

    private void take(ChannelHandlerContext context, Http2HeadersFrame head) {
        if (!streams.began(context.channel())) {
            reset(context, Http2Error.REFUSED_STREAM);
            return;
        }
        counted = true;
        begin(context, head);
        Request request;
        try {
            boolean tls = context.channel().parent().pipeline().get(SslHandler.class) != null;
            request =
                    Http2Fields.request(head.headers(), tls, serving.endpoint().options());
        } catch (IllegalArgumentException e) {
            LOG.log(System.Logger.Level.DEBUG, "Malformed request over HTTP/2", e);
            reset(context, Http2Error.PROTOCOL_ERROR);
            return;
        }
        try {
            request(context, request);
        } catch (RuntimeException | Error e) {
            broke(context, e);
        }
    }

    private void request(ChannelHandlerContext context, Request request) {
        Response fault =
                Http2Fields.fault(request, serving.endpoint().options().driver().limits());
        Response answer = fault == null ? settings.ofHealth(request) : fault;
        if (answer != null) {
            answer(context, request, answer);
            return;
        }
        Route route = serving.route(request, settings.loopback());
        if (route instanceof Route.Plain) {
            answer(context, request, plain(request));
        } else {
            follow(context, request, route);
        }
    }

    private Response plain(Request request) {
        try {
            return settings.http().apply(request);
        } catch (RuntimeException e) {
            return Endpoint.applicationThrew(e);
        }
    }
}
