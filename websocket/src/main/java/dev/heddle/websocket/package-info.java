/**
 * WebSockets for applications: one object, the same on server and client and over every transport; and event streams, of which a
 * server has an {@link dev.heddle.websocket.EventSource} and a client an {@link dev.heddle.websocket.EventSourceClient}, opened by
 * {@link dev.heddle.websocket.EventSources}.
 *
 * <p>Start with {@link dev.heddle.websocket.WebSocket}, {@link dev.heddle.websocket.WebSocketListener} and
 * {@link dev.heddle.websocket.Endpoint}. Who connects another kind of I/O implements
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
 * <h2>The contract</h2>
 *
 * <p>What every {@code WebSocket} keeps, over every transport. Each sentence has its test.
 *
 * <p><b>Threads</b>
 *
 * <ul>
 *   <li><b>C1</b> All events of a connection come on its transport's loop, one at a time, and each sees what the one before wrote.
 *   <li><b>C2</b> No event comes inside another, whatever a listener does in it.
 *   <li><b>C3</b> Every method of {@code WebSocket} may be called from any thread, except those that send parts.
 *   <li><b>C4</b> No method of {@code WebSocket} waits for the network or for another thread's work.
 *   <li><b>C5</b> What the loop itself sends comes behind what other threads had sent before.
 * </ul>
 *
 * <p><b>Order</b>
 *
 * <ul>
 *   <li><b>C6</b> The events are open, then messages, pings, pongs and drains, then at most one error, then one close.
 *   <li><b>C7</b> The close comes exactly once for every connection, also for one that was never open, and last.
 *   <li><b>C8</b> Messages come in the order in which the peer sent them.
 *   <li><b>C9</b> What one thread sends arrives in the order in which it was sent.
 *   <li><b>C10</b> A whole message never comes between the parts of another.
 *   <li><b>C11</b> A close goes behind everything that was sent before it.
 *   <li><b>C12</b> What is sent before the open event goes out behind the handshake.
 * </ul>
 *
 * <p><b>Exactly once</b>
 *
 * <ul>
 *   <li><b>C13</b> A message of which {@code send} answered true is written once, or the connection ended before.
 *   <li><b>C14</b> A message of which {@code send} answered false is never written.
 *   <li><b>C15</b> What {@code sendAsync} returns is completed exactly once, and before the close event if it was called before.
 *   <li><b>C16</b> A ping's callback runs at most once, and not behind the close event.
 *   <li><b>C17</b> Of many calls of {@code close}, from whatever threads, one answers true, and one Close frame goes out.
 *   <li><b>C18</b> A drain comes once for each time the socket was congested, unless the connection ends before.
 * </ul>
 *
 * <p><b>Memory</b>
 *
 * <ul>
 *   <li><b>C19</b> Bytes given to {@code send} may be changed as soon as it has returned.
 *   <li><b>C20</b> A binary message's buffer belongs to the listener; buffers of pings, pongs and parts are lent for the event.
 *   <li><b>C21</b> Never more than {@code maxBufferedAmount} bytes of messages wait to be sent.
 *   <li><b>C22</b> No message comes behind a {@code pause} on the loop, nor more than were requested, but for what asynchronous
 *       extensions were at work on.
 * </ul>
 *
 * <p><b>Failure</b>
 *
 * <ul>
 *   <li><b>C23</b> What a listener throws goes no further: it is logged, told as the error, and closes with 1011.
 *   <li><b>C24</b> The close event says who ended the connection, in which phase, with both sides' codes, and over what.
 *   <li><b>C25</b> Behind the close event every command answers false and changes nothing.
 * </ul>
 */
@NullMarked
package dev.heddle.websocket;

import org.jspecify.annotations.NullMarked;
