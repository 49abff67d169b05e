/**
 * WebSockets for applications: one object, the same on server and client and over every transport; and event streams, of which a
 * server has an {@link dev.heddle.websocket.EventSource}.
 *
 * <p>Start with {@link dev.heddle.websocket.WebSocket}, {@link dev.heddle.websocket.WebSocketListener} and
 * {@link dev.heddle.websocket.WebSocketOptions}. Who connects another kind of I/O implements
 * {@link dev.heddle.websocket.Transport} and drives a {@link dev.heddle.websocket.Connection}.
 *
 * <pre>
 *   application ──send, close──▶ WebSocket              ┌──▶ Driver: the protocol
 *        ▲                           │                  │
 *        └──WebSocketListener── WebSocketConnection ────┤
 *                                    ▲                  │
 *                 adapter ──received, ended──┘          └──▶ Transport: memory, flush, timers, close
 * </pre>
 *
 * <p><b>Threads.</b> A connection lives on its transport's loop, one thread at a time: every event of a
 * {@code WebSocketListener} comes on it, in the order open, messages, at most one error, one close, and nothing after
 * that. The methods of {@code WebSocket} may be called from any thread; what one thread sends keeps its order.
 */
@NullMarked
package dev.heddle.websocket;

import org.jspecify.annotations.NullMarked;
