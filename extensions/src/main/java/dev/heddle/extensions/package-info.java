/**
 * Extensions of the WebSocket protocol: the types that their authors implement, and the framework by which a protocol
 * library negotiates them and passes messages through them (RFC 6455 §9).
 *
 * <p>An author starts with {@link dev.heddle.extensions.Extension}, {@link dev.heddle.extensions.Session} and
 * {@link dev.heddle.extensions.Parameters}; a protocol library with {@link dev.heddle.extensions.Extensions}.
 *
 * <pre>
 *   Extension ──createClientSession(…)─▶ ClientSession ─┐
 *             ──createServerSession(…)─▶ ServerSession ─┴─▶ Session: one extension on one connection
 *
 *   application ──▶ session A ──▶ session B ──▶ peer     outgoing messages, in negotiated order
 *   application ◀── session A ◀── session B ◀── peer     incoming messages, in reverse
 * </pre>
 *
 * <p>Nothing here knows a socket, a thread, a clock or a logger. The framework and the sessions belong to one thread at a
 * time; only {@link dev.heddle.extensions.Session.Callback} may be called from any.
 */
@NullMarked
package dev.heddle.extensions;

import org.jspecify.annotations.NullMarked;
