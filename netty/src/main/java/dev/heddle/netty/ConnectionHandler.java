package dev.heddle.netty;

import dev.heddle.websocket.Connection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Brings a channel's events to a connection; the last handler of its pipeline. */
class ConnectionHandler extends ChannelInboundHandlerAdapter implements ChannelFutureListener {

    private final Connection connection;
    private final NettyTransport transport;

    ConnectionHandler(Connection connection, NettyTransport transport) {
        this.connection = connection;
        this.transport = transport;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        // Also where a channel was never active: the connection's end is told exactly once.
        context.channel().closeFuture().addListener(this);
    }

    @Override
    public void operationComplete(ChannelFuture closed) {
        try {
            connection.closed();
        } finally {
            // Behind the last that is written, if in vain.
            transport.release();
        }
    }

    /** Closes the connection as a server does that stops; any thread. */
    void goAway() {
        connection.goAway();
    }

    /** Ends the connection, as the time to stop is over; on the loop. */
    void giveUp() {
        connection.giveUp("The server stops, and its deadline is over");
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            // What is no buffer is the end of the upgrade request, on its way when the handlers changed.
            if (message instanceof ByteBuf bytes && bytes.isReadable()) {
                receive(bytes);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        connection.readComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            connection.drained();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
            connection.failed(handshake.cause());
        } else if (event instanceof SslCloseCompletionEvent) {
            connection.ended();
        } else if (event instanceof ChannelInputShutdownEvent) {
            connection.ended();
            transport.inputShutdown();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        connection.failed(cause);
        if (cause instanceof IOException) {
            // io_uring leaves a channel open that was reset, where its halves may end apart.
            context.close();
        }
    }

    final void receive(ByteBuf bytes) {
        if (bytes.nioBufferCount() == 1) {
            connection.received(bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes()));
            return;
        }
        for (ByteBuffer part : bytes.nioBuffers()) {
            connection.received(part);
        }
    }
}
