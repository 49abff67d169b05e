package dev.heddle.netty;

import dev.heddle.websocket.WebSocketConnection;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/** Starts a client's WebSocket when there is TLS with its server; without TLS somebody else does. */
final class ClientHandler extends ConnectionHandler {

    private final WebSocketConnection connection;

    ClientHandler(WebSocketConnection connection, NettyTransport transport) {
        super(connection, transport);
        this.connection = connection;
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
