package dev.heddle.netty;

import dev.heddle.websocket.Connection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;

/** Brings the events of a stream of HTTP/2 to a connection; its only handler. Source: RFC 8441 §5. */
class StreamHandler extends ConnectionHandler {

    private final Connection connection;
    private final Http2Transport transport;

    StreamHandler(Connection connection, Http2Transport transport) {
        super(connection, transport);
        this.connection = connection;
        this.transport = transport;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof Http2DataFrame data) {
                ByteBuf bytes = data.content();
                if (bytes.isReadable()) {
                    receive(bytes);
                }
                if (data.isEndStream()) {
                    ended();
                }
            } else if (message instanceof Http2HeadersFrame trailers && trailers.isEndStream()) {
                ended();
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Http2ResetFrame reset) {
            transport.resetByPeer();
            Http2Error error = Http2Error.valueOf(reset.errorCode());
            connection.failed(new IOException(
                    "The peer reset the stream with " + (error == null ? reset.errorCode() : error.name())));
        } else {
            super.userEventTriggered(context, event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        blame(context, cause);
        super.exceptionCaught(context, cause);
    }

    /**
     * Resets a stream with the error that the peer made. To close it as it is would say CANCEL, which the codec does not count against
     * a peer that makes this side reset one stream after the other (CVE-2025-55163).
     */
    static void blame(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof Http2Exception fault) {
            context.writeAndFlush(new DefaultHttp2ResetFrame(fault.error()));
        }
    }

    /** The end is behind the bytes that came with it. */
    private void ended() {
        connection.readComplete();
        connection.ended();
    }
}
