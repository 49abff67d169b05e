package dev.heddle.benchmarks.servers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A plain Netty server with one loop. */
final class NettyServing {

    private NettyServing() {}

    /** Serves with a transport of Netty's, named {@code epoll}, {@code io_uring} or {@code nio}. */
    static void serve(String transport, ChannelHandler connections) throws IOException {
        serve(transport, connections, () -> {});
    }

    /** Serves as above, and broadcasts at each line that is read. */
    static void serve(String transport, ChannelHandler connections, Program.Broadcast broadcast) throws IOException {
        IoHandlerFactory factory;
        Class<? extends ServerSocketChannel> type;
        switch (transport) {
            case "epoll" -> {
                factory = EpollIoHandler.newFactory();
                type = EpollServerSocketChannel.class;
            }
            case "io_uring" -> {
                factory = IoUringIoHandler.newFactory();
                type = IoUringServerSocketChannel.class;
            }
            case "nio" -> {
                factory = NioIoHandler.newFactory();
                type = NioServerSocketChannel.class;
            }
            default -> throw new IllegalArgumentException("No such transport: " + transport);
        }
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, factory);
        Channel listening = new ServerBootstrap()
                .group(group)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(connections)
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
        Program.serve(((InetSocketAddress) listening.localAddress()).getPort(), broadcast);
        group.shutdownGracefully();
    }
}
