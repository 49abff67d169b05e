package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Channels that are no TCP. */
class EndpointChannelsTest {

    private static final String CONVERSATION = RawClient.UPGRADE + "\u0081\u0085\0\0\0\0Hello\u0088\u0080\0\0\0\0";
    private static final String ANSWERS = "\r\n\r\n\u0081\u0005Hello\u0088\0";

    @TempDir
    private Path directory;

    private final EndpointHandler handler = new EndpointHandler(Endpoint.builder()
            .listener(request -> new WebSocketListener() {
                @Override
                public void onText(WebSocket socket, String message) {
                    socket.send(message);
                }
            })
            .build());

    @Test
    void localChannelIsAConnection() throws Exception {
        LocalAddress address = new LocalAddress(EndpointChannelsTest.class);
        serve(LocalServerChannel.class, LocalIoHandler.newFactory(), address, group -> {
            StringBuilder received = new StringBuilder();
            CompletableFuture<Void> ended = new CompletableFuture<>();
            Channel client = new Bootstrap()
                    .group(group)
                    .channel(LocalChannel.class)
                    .handler(new SimpleChannelInboundHandler<ByteBuf>() {
                        @Override
                        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
                            received.append(bytes.toString(StandardCharsets.ISO_8859_1));
                        }

                        @Override
                        public void channelInactive(ChannelHandlerContext context) {
                            ended.complete(null);
                        }
                    })
                    .connect(address)
                    .syncUninterruptibly()
                    .channel();
            client.writeAndFlush(Unpooled.copiedBuffer(CONVERSATION, StandardCharsets.ISO_8859_1));
            ended.get(1, TimeUnit.MINUTES);
            assertThat(received.toString()).startsWith("HTTP/1.1 101 ").endsWith(ANSWERS);
        });
    }

    @Test
    void domainSocketIsAConnection() throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("socket"));
        serve(NioServerDomainSocketChannel.class, NioIoHandler.newFactory(), address, group -> {
            try (SocketChannel client = SocketChannel.open(address)) {
                client.write(ByteBuffer.wrap(CONVERSATION.getBytes(StandardCharsets.ISO_8859_1)));
                byte[] received = Channels.newInputStream(client).readAllBytes();
                assertThat(new String(received, StandardCharsets.ISO_8859_1))
                        .startsWith("HTTP/1.1 101 ")
                        .endsWith(ANSWERS);
            }
        });
    }

    private void serve(Class<? extends ServerChannel> kind, IoHandlerFactory io, SocketAddress address, Client client)
            throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, io);
        try {
            new ServerBootstrap()
                    .group(group)
                    .channel(kind)
                    .childHandler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline().addLast(new HttpServerCodec(), handler);
                        }
                    })
                    .bind(address)
                    .syncUninterruptibly();
            client.talk(group);
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
        assertThat(handler.connections()).isZero();
    }

    /** What talks to the server while it runs. */
    @FunctionalInterface
    private interface Client {

        void talk(EventLoopGroup group) throws Exception;
    }
}
