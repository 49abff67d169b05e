package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A channel that holds what comes while it is not read, and hands it out inside of the call that has it read again. */
class LocalChannelTest {

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();

    private final EndpointHandler handler = new EndpointHandler(Endpoint.builder()
            .listener(request -> new WebSocketListener() {
                @Override
                public void onOpen(WebSocket socket) {
                    socket.pause();
                    opened.complete(socket);
                }

                @Override
                public void onText(WebSocket socket, String message) {
                    events.add("in " + message);
                    socket.send(message);
                    events.add("out " + message);
                }

                @Override
                public void onError(WebSocket socket, Throwable error) {
                    events.add("error " + error);
                }
            })
            .build());

    @Test
    void messagesThatWaitedComeOneBehindTheOther() throws Exception {
        LocalAddress address = new LocalAddress(LocalChannelTest.class);
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
        try {
            new ServerBootstrap()
                    .group(group)
                    .channel(LocalServerChannel.class)
                    .childHandler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline().addLast(new HttpServerCodec(), handler);
                        }
                    })
                    .bind(address)
                    .sync();
            Channel client = new Bootstrap()
                    .group(group)
                    .channel(LocalChannel.class)
                    .handler(new ChannelInboundHandlerAdapter())
                    .connect(address)
                    .sync()
                    .channel();
            send(client, RawClient.UPGRADE);
            WebSocket socket = opened.get(1, TimeUnit.MINUTES);
            for (String text : List.of("a", "b", "c")) {
                send(client, "\u0081\u0081\0\0\0\0" + text);
            }
            socket.resume();
            for (String text : List.of("a", "b", "c")) {
                assertThat(events.poll(1, TimeUnit.MINUTES)).isEqualTo("in " + text);
                assertThat(events.poll(1, TimeUnit.MINUTES)).isEqualTo("out " + text);
            }
        } finally {
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
        }
    }

    private static void send(Channel client, String octets) throws InterruptedException {
        client.writeAndFlush(Unpooled.copiedBuffer(octets, StandardCharsets.ISO_8859_1))
                .sync();
    }
}
