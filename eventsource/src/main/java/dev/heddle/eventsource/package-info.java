/**
 * Event streams ({@code text/event-stream}) without any I/O: what a server writes, and what a client makes of the bytes that
 * it reads. Source: HTML §9.2, server-sent events.
 *
 * <p>Start with {@link dev.heddle.eventsource.Event}, {@link dev.heddle.eventsource.EventStreamWriter} and
 * {@link dev.heddle.eventsource.EventStreamParser}.
 *
 * <pre>
 *   Event ──EventStreamWriter──▶ bytes ─ ─ the network ─ ─▶ EventStreamParser ──▶ EventStreamListener
 * </pre>
 *
 * <p>An event and the writer may be used by any thread; a parser belongs to one thread at a time and has no locks. What the
 * other side does wrong never throws; what the caller does wrong throws {@link java.lang.IllegalArgumentException}.
 */
@NullMarked
package dev.heddle.eventsource;

import org.jspecify.annotations.NullMarked;
