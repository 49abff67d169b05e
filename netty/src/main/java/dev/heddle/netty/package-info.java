/**
 * WebSockets on Netty 4.2: an embedded server, and a client; epoll where the machine has it, else NIO. And a handler for the
 * pipelines of a server that is there already.
 *
 * <p>Start with {@link dev.heddle.netty.NettyServer}, {@link dev.heddle.netty.NettyClient} or
 * {@link dev.heddle.netty.EndpointHandler}, and {@link dev.heddle.websocket.WebSocketListener}.
 *
 * <pre>
 *   SslHandler? ─▶ HttpServerCodec ─▶ HttpHandler          until the upgrade
 *   SslHandler? ─▶ HttpServerCodec ─▶ EndpointHandler ─▶ …   the same inside an application
 *   SslHandler? ─▶ ConnectionHandler ─▶ WebSocketConnection  afterwards, and on a client
 * </pre>
 *
 * <p>Servers and clients may be used from any thread. A listener is called on the event loop of its connection.
 */
@NullMarked
package dev.heddle.netty;

import org.jspecify.annotations.NullMarked;
