package dev.heddle.benchmarks.servers;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.compression.ZlibCodecFactory;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import java.io.IOException;
import java.util.List;

/**
 * Netty's own WebSocket handler: each frame is written as it came, without a copy and without being made a String, one flush
 * behind each read.
 */
final class NettyEcho extends ChannelInitializer<SocketChannel> {

    private final boolean deflate;

    private NettyEcho(boolean deflate) {
        this.deflate = deflate;
    }

    /** Takes a transport of Netty's, and {@code deflate} if compression is to be offered. */
    public static void main(String[] arguments) throws IOException {
        NettyServing.serve(arguments[0], new NettyEcho(List.of(arguments).contains("deflate")));
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(64 * 1024));
        if (deflate) {
            // As WebSocketServerCompressionHandler has it, but that whether contexts are kept is left to the client.
            channel.pipeline()
                    .addLast(new WebSocketServerExtensionHandler(new PerMessageDeflateServerExtensionHandshaker(
                            6,
                            ZlibCodecFactory.isSupportingWindowSizeAndMemLevel(),
                            PerMessageDeflateServerExtensionHandshaker.MAX_WINDOW_SIZE,
                            true,
                            true,
                            Program.MAX_MESSAGE)));
        }
        channel.pipeline()
                .addLast(
                        new WebSocketServerProtocolHandler(WebSocketServerProtocolConfig.newBuilder()
                                .websocketPath("/")
                                .allowExtensions(true)
                                .maxFramePayloadLength(Program.MAX_MESSAGE)
                                .build()),
                        new Frames());
    }

    /** Gives each frame back. */
    @Sharable
    private static final class Frames extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.write(message, context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }
}
