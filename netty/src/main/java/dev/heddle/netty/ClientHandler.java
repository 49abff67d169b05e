package dev.heddle.netty;

import dev.heddle.websocket.WebSocketConnection;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/** Starts a client's WebSocket when the channel, or TLS over it, is there. */
final class ClientHandler extends ConnectionHandler {

    private final WebSocketConnection connection;
    private final boolean tls;

    ClientHandler(WebSocketConnection connection, NettyTransport transport, boolean tls) {
        super(connection, transport);
        this.connection = connection;
        this.tls = tls;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        connection.connected();
        if (!tls) {
            connection.start();
        }
        context.fireChannelActive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
            connection.start();
        } else {
            super.userEventTriggered(context, event);
        }
    }
}
