/**
 * What every transport has to pass, as tests to inherit: ours do, and who writes another finds out here whether WebSockets can live
 * on it. Needs JUnit 6 on the class path, which the rest of the kit does without.
 *
 * <p>Start with {@link dev.heddle.testkit.contract.ServerTransportContract} for a server and
 * {@link dev.heddle.testkit.contract.ClientTransportContract} for a client, which speak to it by sockets, or with
 * {@link dev.heddle.testkit.contract.TransportContract} for what has none.
 * {@link dev.heddle.testkit.contract.DialContract} is for clients that look for a host's addresses themselves,
 * {@link dev.heddle.testkit.contract.EventSourceClientContract} for those that open event streams.
 *
 * <pre>
 *   a case ──frames, bytes, resets──▶ Peer ──────▶ the transport under test ──▶ WebSocketConnection
 *     └───────────waits for events──▶ Witness ◀─────────────────────────────────────────┘
 * </pre>
 *
 * <p>The peer's frames and its handshake are written by hand, not by Heddle's driver: a fault that both sides share would not show.
 *
 * <p><b>Threads and time.</b> Every wait is for an event or for bytes, and at most 20 s long. No case needs a machine to be fast.
 */
@NullMarked
package dev.heddle.testkit.contract;

import org.jspecify.annotations.NullMarked;
