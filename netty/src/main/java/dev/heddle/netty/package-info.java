/**
 * WebSockets on Netty 4.2: an embedded server, and a client; epoll where the machine has it, else NIO.
 *
 * <p>Start with {@link dev.heddle.netty.NettyServer}, {@link dev.heddle.netty.NettyClient} and
 * {@link dev.heddle.websocket.WebSocketListener}.
 *
 * <pre>
 *   SslHandler? ─▶ HttpServerCodec ─▶ HttpHandler          until the upgrade
 *   SslHandler? ─▶ ConnectionHandler ─▶ WebSocketConnection  afterwards, and on a client
 * </pre>
 *
 * <p>Servers and clients may be used from any thread. A listener is called on the event loop of its connection.
 */
@NullMarked
package dev.heddle.netty;

import org.jspecify.annotations.NullMarked;
