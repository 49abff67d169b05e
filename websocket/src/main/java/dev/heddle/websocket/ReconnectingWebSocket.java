package dev.heddle.websocket;

import dev.heddle.driver.WebSocketMessage;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket that is opened again when it ends, over any {@link WebSocketClient}.
 *
 * <pre>{@code
 * ReconnectingWebSocket socket = ReconnectingWebSocket.builder(client, "wss://example.com/feed")
 *         .listener(new WebSocketHandlers().onText((connection, text) -> show(text)))
 *         .start();
 * socket.send("Hello");
 * }</pre>
 *
 * <h2>The contract</h2>
 *
 * <p><b>Attempts</b> (RFC 6455 §7.2.3)
 *
 * <ul>
 *   <li><b>R1</b> The first attempt begins at the start. Each later one begins a random time after the end before it, between nothing and
 *       a bound that doubles with each end, up to a cap.
 *   <li><b>R2</b> The bound is the first one again behind a connection that stood for the stable time; not behind one that just opened,
 *       or that could not be restored.
 *   <li><b>R3</b> A server that refuses with {@code Retry-After} is left alone that long, up to {@code maxRetryAfter}, and the random time
 *       comes on top.
 *   <li><b>R4</b> The {@link RetryPolicy} decides after each end whether there is another attempt; if not, all is over.
 *   <li><b>R5</b> There is never more than one attempt or connection.
 * </ul>
 *
 * <p><b>Messages</b>
 *
 * <ul>
 *   <li><b>R6</b> What is sent while there is no connection waits for the next one. Over each connection, messages go in the order in
 *       which they were accepted, behind what the restoring hook has sent.
 *   <li><b>R7</b> A message of {@code send} or {@code sendAsync} is given to one connection, once: it arrives at most once. If that
 *       connection breaks it may have arrived or not, and nothing here can know: that it was written, which {@code sendAsync} tells, says
 *       only that this system's network has taken it.
 *   <li><b>R8</b> A message of {@code sendUntil} is sent over every connection until it is confirmed: it arrives at least once if it is
 *       confirmed only behind its arrival and this object is not closed before; it may arrive once for each connection.
 *   <li><b>R9</b> What waits or is kept is bounded, in messages and in bytes. A message beyond that is refused, or the oldest that
 *       wait give way to it, as {@link WhenFull} says; those of {@code sendUntil} never do.
 *   <li><b>R10</b> A message that was refused is never sent.
 *   <li><b>R11</b> What {@code sendAsync} returns is completed exactly once in any case.
 * </ul>
 *
 * <p><b>Callbacks</b>
 *
 * <ul>
 *   <li><b>R12</b> All callbacks, those of the listener, the hooks, the policy and the status, come one at a time, and each sees what the
 *       one before wrote. They must not block.
 *   <li><b>R13</b> The listener gets the events of each connection and of each attempt that fails to make one, as from any
 *       WebSocket; all of one in front of all of the next.
 *   <li><b>R14</b> After {@code close} there is no attempt. If a connection is open its events go on up to its close event, and what was
 *       accepted goes in front of its Close frame if the restoring hook is done. In any other case messages that wait are dropped, and
 *       without a connection no event comes but the last.
 *   <li><b>R15</b> The status {@code STOPPED} is the last callback, exactly once, and no timer is left behind it.
 * </ul>
 *
 * <p>It has no thread of its own; every method may be called from any thread, and none waits. The client stays the application's to
 * close, best behind this.
 */
public final class ReconnectingWebSocket implements AutoCloseable {

    private final SendQueue queue;
    private final Reconnecting life;

    ReconnectingWebSocket(ReconnectingBuilder options) {
        this.queue = new SendQueue(options.maxQueuedMessages, options.maxQueuedBytes, options.whenFull);
        this.life = new Reconnecting(options, queue);
    }

    /**
     * Starts from the defaults.
     *
     * @param url a {@code ws:} or {@code wss:} URL
     */
    public static ReconnectingBuilder builder(WebSocketClient client, String url) {
        return new ReconnectingBuilder(client, url);
    }

    ReconnectingWebSocket start() {
        life.start();
        return this;
    }

    /** Returns where it stands. */
    public ReconnectStatus status() {
        return life.status();
    }

    /** Returns what is done behind the last callback, with the last status; it does not fail. */
    public CompletionStage<ReconnectStatus> stopped() {
        return life.stopped();
    }

    /**
     * Sends a text message, at most once.
     *
     * @return whether it was accepted; false if there is no room, or once this is closed or over
     * @throws IllegalArgumentException if the text has a lone surrogate
     */
    public boolean send(String message) {
        return send(WebSocketMessage.text(message));
    }

    /**
     * Sends a binary message, at most once.
     *
     * @param message from position to limit, neither of which moves; copied before the call returns
     * @return as {@link #send(String)}
     */
    public boolean send(ByteBuffer message) {
        return send(WebSocketMessage.binary(message));
    }

    /**
     * Sends a message, at most once.
     *
     * @return as {@link #send(String)}
     * @throws IllegalArgumentException if its text has a lone surrogate
     */
    public boolean send(WebSocketMessage message) {
        return offer(QueuedMessage.once(message)) == null;
    }

    /**
     * Sends a message, at most once, and tells when the network has taken it.
     *
     * @return done when it was written, which does not say that the peer has it; fails with a {@link WebSocketException} if it is not
     *     accepted, gives way to others, or the connection it was given to ended before it was known to be written, in which case it may
     *     have arrived
     * @throws IllegalArgumentException if its text has a lone surrogate
     */
    public CompletionStage<Void> sendAsync(WebSocketMessage message) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        String refusal = offer(QueuedMessage.once(message, written));
        if (refusal != null) {
            written.completeExceptionally(new WebSocketException(refusal, null));
        }
        return written.minimalCompletionStage();
    }

    /**
     * Sends a message over this connection, and again over each later one until it is confirmed: at least once. It is kept, and counts as
     * one that waits, until then.
     *
     * <p>Only the peer can know what has arrived: give the message a number, let the peer send that back, and confirm then. A peer that
     * leaves out the numbers that it had before sees each message exactly once.
     *
     * @param confirmed however it is completed, the message is not sent any more, if it was not sent yet never
     * @return as {@link #send(String)}; false does not complete {@code confirmed}, nor does the end of this object
     * @throws IllegalArgumentException if its text has a lone surrogate
     */
    public boolean sendUntil(CompletionStage<?> confirmed, WebSocketMessage message) {
        QueuedMessage kept = QueuedMessage.kept(message);
        if (queue.offer(kept) != null) {
            return false;
        }
        // In front of the sending: what is confirmed already is not sent at all.
        confirmed.whenComplete((value, failure) -> queue.confirmed(kept));
        life.send();
        return true;
    }

    private @Nullable String offer(QueuedMessage message) {
        String refusal = queue.offer(message);
        if (refusal == null) {
            life.send();
        }
        return refusal;
    }

    /** Returns how many messages wait for a connection, or are kept until they are confirmed. */
    public int queuedMessages() {
        return queue.messages();
    }

    /** Returns how many bytes these have, text in UTF-8. */
    public long queuedBytes() {
        return queue.bytes();
    }

    /** Closes for good, with code 1000; does not wait, which {@link #stopped} is for. */
    @Override
    public void close() {
        close(1000, "");
    }

    /**
     * Closes for good.
     *
     * @param code 1000, or 3000 to 4999, for the connection if there is one
     * @param reason at most 123 bytes in UTF-8
     * @return false if it was closed, or over, before
     * @throws IllegalArgumentException if code or reason are not of that form
     */
    public boolean close(int code, String reason) {
        Closing.check(code, reason);
        return life.close(code, reason);
    }
}
