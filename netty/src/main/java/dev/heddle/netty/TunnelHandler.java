package dev.heddle.netty;

import dev.heddle.driver.ProxyDriver;
import dev.heddle.driver.ProxyUrl;
import dev.heddle.driver.State;
import dev.heddle.driver.WebSocketUrl;
import dev.heddle.websocket.ClientOptions;
import dev.heddle.websocket.ProxyHandshake;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.ConnectException;
import java.nio.ByteBuffer;

/**
 * Asks a proxy for a tunnel, behind TLS to the proxy if there is any, and then makes room for what speaks to the server. All
 * that comes behind the proxy's answer is theirs.
 */
final class TunnelHandler extends ChannelInboundHandlerAdapter {

    /** What comes of it: one of the two, once. */
    interface Owner {

        /**
         * The tunnel is there.
         *
         * @param context this handler's: what speaks to the server goes in its place, before this returns
         */
        void tunnelled(ChannelHandlerContext context);

        /** There is none. */
        void failed(Throwable cause);
    }

    private final ProxyUrl proxy;
    private final Owner owner;
    private final ProxyHandshake handshake;
    private final ProxyDriver driver;

    TunnelHandler(WebSocketUrl server, ProxyUrl proxy, ClientOptions options, Owner owner) {
        this.proxy = proxy;
        this.owner = owner;
        this.handshake = new ProxyHandshake(server, proxy, options);
        this.driver = handshake.driver();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (!proxy.secure()) {
            ask(context);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                ask(context);
            } else {
                fail(handshake.cause());
            }
        } else if (event instanceof SslCloseCompletionEvent || event instanceof ChannelInputShutdownEvent) {
            driver.end();
            settle(context);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            ByteBuffer received = bytes.nioBuffer();
            driver.parse(received);
            bytes.skipBytes(bytes.readableBytes() - received.remaining());
            settle(context);
            if (driver.state() == State.OPEN) {
                owner.tunnelled(context);
                if (bytes.isReadable()) {
                    context.fireChannelRead(bytes.retain());
                }
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        driver.end();
        settle(context);
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(cause);
    }

    private void ask(ChannelHandlerContext context) {
        driver.start();
        settle(context);
    }

    /** Does what a call of the driver has caused. */
    private void settle(ChannelHandlerContext context) {
        ByteBuffer said = handshake.output();
        if (said.hasRemaining()) {
            context.writeAndFlush(context.alloc().buffer(said.remaining()).writeBytes(said));
        }
        ConnectException failure = handshake.failure();
        if (failure != null) {
            owner.failed(failure);
        }
    }

    private void fail(Throwable cause) {
        owner.failed(ProxyHandshake.failure(proxy, cause.toString(), cause));
    }
}
