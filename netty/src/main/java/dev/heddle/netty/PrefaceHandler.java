package dev.heddle.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Without TLS: makes a connection one of HTTP/2 if it begins with the preface, which is no request of HTTP/1.1. Source: RFC 9113
 * §3.3, §3.4.
 */
final class PrefaceHandler extends ByteToMessageDecoder {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Http2Setup http2;

    PrefaceHandler(Http2Setup http2) {
        this.http2 = http2;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int length = Math.min(in.readableBytes(), PREFACE.length);
        for (int i = 0; i < length; i++) {
            if (in.getByte(in.readerIndex() + i) != PREFACE[i]) {
                context.pipeline().remove(this);
                return;
            }
        }
        if (length == PREFACE.length) {
            http2.begin(context.pipeline());
            // What came goes on to the codec, which wants the preface too.
            context.pipeline().remove(this);
        }
    }
}
