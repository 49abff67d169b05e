package dev.heddle.benchmarks.servers;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;

/** Netty without WebSocket: what was read is written, one flush behind each read. The limit that the others are held to. */
@Sharable
final class RawEcho extends ChannelInboundHandlerAdapter {

    private RawEcho() {}

    /** Takes a transport of Netty's. */
    public static void main(String[] arguments) throws IOException {
        NettyServing.serve(arguments[0], new RawEcho());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        context.write(message, context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }
}
