/**
 * What an extension of the WebSocket protocol is: the types that its author implements, and the header by which two
 * peers agree to use it (RFC 6455 §9).
 *
 * <p>Start with {@link dev.heddle.extensions.Extension}, then {@link dev.heddle.extensions.Session} and
 * {@link dev.heddle.extensions.Parameters}.
 *
 * <pre>
 *   Extension ──createClientSession()──▶ ClientSession ─┐
 *             ──createServerSession(…)─▶ ServerSession ─┴─▶ Session: one extension on one connection
 * </pre>
 *
 * <p>Nothing here knows a socket, a thread, a clock or a logger. A session is called by one thread at a time.
 */
@NullMarked
package dev.heddle.extensions;

import org.jspecify.annotations.NullMarked;
