package dev.heddle.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An application's own handler of HTTP: keeps what reaches it, and answers when a request has ended, or when the test says so. */
final class Application extends ChannelInboundHandlerAdapter {

    final List<Object> received = new ArrayList<>();
    private final boolean answers;
    private @Nullable ChannelHandlerContext place;
    boolean removed;

    Application(boolean answers) {
        this.answers = answers;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        place = context;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        removed = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        received.add(message);
        if (answers && message instanceof LastHttpContent) {
            answer(HttpResponseStatus.OK, "page");
        }
    }

    Channel channel() {
        if (place == null) {
            throw new IllegalStateException("It has no place yet");
        }
        return place.channel();
    }

    void answer(HttpResponseStatus status, String body) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(body, StandardCharsets.US_ASCII));
        if (!body.isEmpty()) {
            response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length());
        }
        if (place != null) {
            place.writeAndFlush(response);
        }
    }

    /** Gives back what it has received. */
    void release() {
        received.forEach(ReferenceCountUtil::release);
        received.clear();
    }
}
