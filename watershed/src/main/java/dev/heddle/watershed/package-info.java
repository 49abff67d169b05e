/**
 * A WebSocket (RFC 6455) on a channel that is upgraded already: for who has an HTTP server or client of their own and wants a
 * connection object, nothing else.
 *
 * <p>Start with {@link dev.heddle.watershed.Watershed}, {@link dev.heddle.watershed.UpgradedChannel} and
 * {@link dev.heddle.watershed.WatershedConnection}.
 *
 * <pre>
 *   Socket, ByteChannel, streams ─▶ UpgradedChannel ─▶ Watershed.accept, connect ─▶ WatershedConnection ─▶ WatershedListener
 *                  head ──────────────────┘      └─▶ acceptDetached, connectDetached ─▶ UpgradedChannel
 * </pre>
 *
 * <p><b>Threads.</b> Commands of a connection may be given on any thread, and block while the peer does not read. Events come one
 * at a time on the thread that reads; the end may come on one that called a command which ended the connection. There is no clock
 * in here: who wants a deadline calls {@link dev.heddle.watershed.WatershedConnection#destroy} when it has passed.
 */
@NullMarked
package dev.heddle.watershed;

import org.jspecify.annotations.NullMarked;
