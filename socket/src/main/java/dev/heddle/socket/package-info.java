/**
 * WebSockets on the JDK's own blocking sockets: a client, of event streams too, and a small server that need no other library.
 *
 * <p>Start with {@link dev.heddle.socket.SocketServer}, {@link dev.heddle.socket.SocketClient} and
 * {@link dev.heddle.websocket.WebSocketListener}.
 *
 * <pre>
 *   Socket, SSLSocket over it? ─▶ SocketTransport ─▶ HttpConnection        until a server has the request
 *   Socket, SSLSocket over it? ─▶ SocketTransport ─▶ WebSocketConnection   afterwards, and on a client
 *   Socket, SSLSocket over it? ─▶ SocketCall ─▶ SocketFetch ─▶ EventSourceClient
 * </pre>
 *
 * <p><b>Threads.</b> Servers and clients may be used from any thread. A connection takes one thread to read, from Java 21 on a virtual
 * one, and others for a while, to write to a slow peer or to do what other threads ask of it. Its listener is called on one of
 * them at a time, each call behind the one before. An event stream has a thread to read as long as it is open and not paused.
 */
@NullMarked
package dev.heddle.socket;

import org.jspecify.annotations.NullMarked;
