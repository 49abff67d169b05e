package dev.heddle.examples;

import dev.heddle.driver.Driver;
import dev.heddle.driver.DriverListener;
import dev.heddle.driver.DriverOptions;
import dev.heddle.driver.Headers;
import dev.heddle.driver.OutputQueue;
import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.driver.ServerDriver;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * An echo server behind an HTTP server that has parsed the request already: here Netty's HTTP codec, with the driver in the
 * channel's own event loop.
 */
public final class HttpServer implements AutoCloseable {

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listening;

    /** Listens on a port of the loopback address, 0 for any. */
    public HttpServer(int port) throws IOException, InterruptedException {
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpServerCodec(), new Upgrade());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), port)
                .await();
        if (!bound.isSuccess()) {
            loops.shutdownGracefully();
            throw new IOException("Can not listen on port " + port, bound.cause());
        }
        listening = bound.channel();
    }

    /** Serves on port 4181. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (HttpServer server = new HttpServer(4181)) {
            server.listening.closeFuture().sync();
        }
    }

    /** Returns the port that it listens on. */
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public void close() {
        listening.close();
        loops.shutdownGracefully();
    }

    /** Takes the connection over from HTTP; an application answers here whatever asks for something else. */
    private static final class Upgrade extends SimpleChannelInboundHandler<HttpRequest> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpRequest http) {
            Headers headers = Headers.empty();
            for (var field : http.headers()) {
                headers = headers.with(field.getKey(), field.getValue());
            }
            String version = http.protocolVersion().text();
            Request request = new Request(http.method().name(), http.uri(), version, headers, false);
            WebSocketIo io = new WebSocketIo(context.channel(), request);
            context.pipeline().replace(this, "websocket", io);
            // Hands on what it has read behind the request.
            context.pipeline().remove(HttpServerCodec.class);
            io.start(http.decoderResult().isSuccess());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    /** The driver in a pipeline. */
    private static final class WebSocketIo extends ChannelInboundHandlerAdapter {

        private final OutputQueue output = new OutputQueue();
        private final Request request;
        private final ServerDriver driver;
        private final Channel channel;

        WebSocketIo(Channel channel, Request request) {
            this.channel = channel;
            this.request = request;
            this.driver = Driver.http(request, DriverOptions.defaults(), output, self -> new DriverListener() {
                @Override
                public void onText(ByteBuffer data, boolean last) {
                    self.text(data, last);
                }

                @Override
                public void onBinary(ByteBuffer data, boolean last) {
                    self.binary(data, last);
                }
            });
        }

        void start(boolean wellFormed) {
            String origin = request.headers().first("Origin");
            if (!wellFormed) {
                driver.refuse(Response.text(400, "Malformed request"));
            } else if (origin != null
                    && !origin.endsWith("://" + request.headers().first("Host"))) {
                // A browser lets the pages of every site connect, and tells only here whose page it is.
                driver.refuse(Response.text(403, "WebSockets are for this site's own pages"));
            } else {
                // Refuses what is not a request for a WebSocket.
                driver.start();
            }
            write();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            try {
                // The end of the request may still come out of the codec.
                if (message instanceof ByteBuf bytes) {
                    driver.parse(bytes.nioBuffer());
                    write();
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            // Who does not read what it caused is not heard.
            channel.config().setAutoRead(channel.isWritable());
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            driver.end();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }

        private void write() {
            ByteBuf bytes = channel.alloc().buffer((int) Math.max(1, output.size()));
            ByteBuffer target = bytes.nioBuffer(0, bytes.capacity());
            bytes.writerIndex(output.transmit(target));
            channel.writeAndFlush(bytes);
            if (driver.wantsClose()) {
                channel.close();
            }
        }
    }
}
