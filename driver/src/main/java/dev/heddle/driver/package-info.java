/**
 * The WebSocket protocol without any I/O: a {@link dev.heddle.driver.Driver} takes the bytes that a connection received
 * and the commands of its owner, and gives back events and the bytes to send.
 *
 * <p>Start with {@link dev.heddle.driver.Driver}, {@link dev.heddle.driver.DriverListener} and
 * {@link dev.heddle.driver.Output}; or, for Reactive Streams, with {@link dev.heddle.driver.DriverStreams}.
 *
 * <pre>
 *   what the socket read ──parse──▶ ┌────────┐ ──events───▶ DriverListener
 *                                   │ Driver │
 *   text, binary, ping, close ────▶ └────────┘ ──claim────▶ Output: what the socket writes
 * </pre>
 *
 * <p>A client that goes through a proxy has a {@link dev.heddle.driver.ProxyDriver} in front of it, until the tunnel is
 * there. Who has to read HTTP/1.1 without a driver, such as a proxy, has {@link dev.heddle.driver.RequestParser} and
 * {@link dev.heddle.driver.ResponseParser}.
 *
 * <p>A driver belongs to one thread at a time and has no locks. It knows no socket, thread, clock or logger; randomness
 * comes in by {@link dev.heddle.driver.DriverOptions}. What the peer does wrong never throws: it becomes an error event
 * and a close event; out of these two parsers, which have no events, it comes as a
 * {@link dev.heddle.driver.ProtocolErrorException}. What the caller does wrong throws {@link java.lang.IllegalArgumentException} or
 * {@link java.lang.IllegalStateException}.
 */
@NullMarked
package dev.heddle.driver;

import org.jspecify.annotations.NullMarked;
