/**
 * Helpers for tests of WebSocket code, of users and our own: a transport in memory with a clock that the test turns, a
 * peer that is scripted in hex, and bytes fed in every split.
 *
 * <p>Start with {@link dev.heddle.testkit.MemoryPair} to test what an application does with a WebSocket, with
 * {@link dev.heddle.testkit.ScriptedPeer} to test what it does with a peer's every byte, and with
 * {@link dev.heddle.testkit.RecordingListener} to see what happened.
 *
 * <pre>
 *   test ──turns──▶ FakeClock ──▶ MemoryLoop ──▶ MemoryTransport ◀──▶ WebSocketConnection ──▶ RecordingListener
 *     └──send, expect──▶ ScriptedPeer ──────────────────┘
 * </pre>
 *
 * <p><b>Threads.</b> By default there is one: the test's, which is the loop's while it runs the loop. Nothing sleeps and
 * nothing looks at the wall's clock.
 */
@NullMarked
package dev.heddle.testkit;

import org.jspecify.annotations.NullMarked;
