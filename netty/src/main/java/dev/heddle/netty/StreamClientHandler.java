package dev.heddle.netty;

import dev.heddle.driver.Request;
import dev.heddle.websocket.WebSocketConnection;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;

/** Starts a client's WebSocket on a stream of HTTP/2, and brings it the response. Source: RFC 8441 §5. */
final class StreamClientHandler extends StreamHandler {

    private static final int SWITCHING_PROTOCOLS = 101;

    private final WebSocketConnection connection;
    /** Runs, at most once and in front of the failure, when it is sure that the server has not seen to the request. */
    private final Runnable unseen;
    /** Whether the final response, or something in its stead, is there. */
    private boolean responded;

    StreamClientHandler(WebSocketConnection connection, Http2Transport transport, Runnable unseen) {
        super(connection, transport);
        this.connection = connection;
        this.unseen = unseen;
    }

    /** Sends the request over a stream of which this is the only handler. */
    void start(Channel stream) {
        connection.connected();
        connection.start(request -> send(stream, request));
    }

    private void send(Channel stream, Request request) {
        stream.writeAndFlush(new DefaultHttp2HeadersFrame(Http2Fields.request(request)))
                .addListener(sent -> {
                    if (!sent.isSuccess()) {
                        connection.failed(sent.cause());
                    }
                });
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!responded && message instanceof Http2HeadersFrame head) {
            respond(context, head);
        }
        super.channelRead(context, message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Http2GoAwayFrame) {
            // RFC 9113 §6.8: it concerns this stream, which the server has not processed.
            ReferenceCountUtil.release(event);
            notSeen();
            connection.failed(new IOException("The server goes away and has not taken the stream"));
        } else {
            if (event instanceof Http2ResetFrame reset && reset.errorCode() == Http2Error.REFUSED_STREAM.code()) {
                // RFC 9113 §8.7: nothing was processed.
                notSeen();
            }
            super.userEventTriggered(context, event);
        }
    }

    private void notSeen() {
        if (!responded) {
            responded = true;
            unseen.run();
        }
    }

    private void respond(ChannelHandlerContext context, Http2HeadersFrame head) {
        int status = Http2Fields.status(head.headers());
        if (status < 0) {
            responded = true;
            context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.PROTOCOL_ERROR));
            connection.failed(new IOException("Malformed :status in a response of HTTP/2"));
        } else if (status >= 200 || status == SWITCHING_PROTOCOLS) {
            // Any other of 1xx is followed by the final one; RFC 9113 §8.6 has no 101, which the driver says.
            responded = true;
            connection.responded(status, Http2Fields.headers(head.headers()));
        }
    }
}
