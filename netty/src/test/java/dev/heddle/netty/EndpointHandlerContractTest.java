package dev.heddle.netty;

import dev.heddle.testkit.contract.ServerTransportContract;
import dev.heddle.websocket.Endpoint;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** An endpoint inside an application's own server. */
class EndpointHandlerContractTest extends ServerTransportContract {

    /** Until a request is the endpoint's its time is the application's matter. */
    @Override
    protected boolean limitsRequests() {
        return false;
    }

    @Override
    protected Server serve(Endpoint endpoint) {
        EndpointHandler handler = new EndpointHandler(endpoint);
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        Channel listening = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(1000), handler)
                                .addLast(new Application(true));
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
        int port = ((InetSocketAddress) listening.localAddress()).getPort();
        return new Server() {
            @Override
            public String url() {
                return "ws://127.0.0.1:" + port + endpoint.path();
            }

            @Override
            public void close() {
                handler.shutdown(Duration.ofSeconds(2)).toCompletableFuture().join();
                group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
            }
        };
    }
}
