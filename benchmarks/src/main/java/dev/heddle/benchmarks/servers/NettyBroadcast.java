package dev.heddle.benchmarks.servers;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Netty's own WebSocket handler: each line of its input has it send frames of one shared payload to all of its channels. */
final class NettyBroadcast extends ChannelInitializer<SocketChannel> {

    private final Set<Channel> channels = ConcurrentHashMap.newKeySet();

    private NettyBroadcast() {}

    /** Takes a transport of Netty's, how many messages and of how many bytes. */
    public static void main(String[] arguments) throws IOException {
        NettyBroadcast everybody = new NettyBroadcast();
        int messages = Integer.parseInt(arguments[1]);
        int size = Integer.parseInt(arguments[2]);
        NettyServing.serve(arguments[0], everybody, () -> everybody.send(messages, size));
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        channel.pipeline()
                .addLast(
                        new HttpServerCodec(),
                        new HttpObjectAggregator(64 * 1024),
                        new WebSocketServerProtocolHandler("/"),
                        new Joining());
    }

    /** Sends the next message when the last channel has written the one before. */
    private void send(int messages, int size) {
        for (int i = 0; i < messages; i++) {
            ByteBuf payload =
                    Unpooled.unreleasableBuffer(Unpooled.directBuffer(size).writeZero(size));
            ChannelFuture last = null;
            for (Channel channel : channels) {
                last = channel.writeAndFlush(new BinaryWebSocketFrame(payload.duplicate()));
            }
            if (last != null) {
                last.syncUninterruptibly();
            }
        }
    }

    /** Remembers the channels that are WebSockets. */
    private final class Joining extends ChannelInboundHandlerAdapter {

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof HandshakeComplete) {
                channels.add(context.channel());
                context.channel().closeFuture().addListener(closed -> channels.remove(context.channel()));
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
        }
    }
}
