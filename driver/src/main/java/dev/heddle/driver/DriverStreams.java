package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/**
 * The two duplex streams of a driver, as Reactive Streams: {@code io} is to be connected with the socket, {@code messages}
 * with the application. Back-pressure runs through both of them, in both directions.
 *
 * <pre>
 *   socket ──▶ io ──parse──▶ ┌────────┐ ──▶ messages ──▶ reader
 *                            │ Driver │
 *   socket ◀── io ◀──frames─ └────────┘ ◀── messages ◀── source
 * </pre>
 *
 * <pre>{@code
 * ServerDriver driver = Driver.server(DriverOptions.defaults());
 * DriverStreams streams = driver.streams();
 * streams.messages().subscribe(streams.messages());   // an echo
 * streams.io().subscribe(socketWriter);
 * socketReader.subscribe(streams.io());
 * driver.start();
 * }</pre>
 *
 * <p><b>Threads.</b> The driver, and with it the streams, belong to one thread at a time. Every signal to the streams is
 * handed to {@link DriverOptions#executor}: as it is by default, signals must come on the driver's thread; with the
 * executor of an event loop they may come from any thread. Signals from the streams come on the executor. The driver's own
 * methods may be called too, on the executor's thread, and what they cause flows at once; that is also how bytes that
 * were read before the streams were connected get in, by {@link Driver#parse}.
 *
 * <p><b>Subscribers.</b> A stream has one subscriber in its life; another gets {@code onError} with an {@link
 * IllegalStateException}, and {@code request} of less than 1 ends it with an {@link IllegalArgumentException} (Reactive
 * Streams §3.9). Where a listener or subscriber throws in what a signal caused, the connection fails with code 1011 and the
 * exception goes on to whoever runs the executor's task: by default, the signaller. What they throw in a direct call of the
 * driver reaches its caller, as without streams.
 */
public final class DriverStreams {

    private final Flow.Processor<ByteBuffer, ByteBuffer> io;
    private final Flow.Processor<WebSocketMessage, WebSocketMessage> messages;

    DriverStreams(
            Flow.Processor<ByteBuffer, ByteBuffer> io, Flow.Processor<WebSocketMessage, WebSocketMessage> messages) {
        this.io = io;
        this.messages = messages;
    }

    /**
     * Returns the stream of the wire.
     *
     * <p><b>In:</b> what the socket received, asked for one buffer at a time. The next one is asked for when the reader of
     * {@link #messages} has taken the messages of the last, and when there is room again for what the application sent in
     * answer, from inside the event or signal that handed it a message. Who answers later has to look at
     * {@link Driver#bufferedAmount} before, and two sides that both answer with more than they got can still wait for each
     * other. Bytes that follow do not wait for messages that nobody reads. A buffer belongs to the driver from then on,
     * which takes masks off in place; a read-only one is copied. The end of the source is {@link Driver#end}, its error too.
     * It is cancelled when this side is to close the connection ({@link Driver#wantsClose}).
     *
     * <p><b>Out:</b> what the socket is to send, as buffers that belong to the subscriber. From 64 KiB that it did not ask
     * for, messages wait in the driver. Completes behind the last byte when the connection is to be closed; after a clean
     * close, a client waits with that for the end of its source. Cancelling it says that the connection is lost.
     */
    public Flow.Processor<ByteBuffer, ByteBuffer> io() {
        return io;
    }

    /**
     * Returns the stream of messages.
     *
     * <p><b>In:</b> messages to send, asked for one at a time once the connection is open, the next one when the last is in
     * the output. When the source completes, the connection stays open, and another source may subscribe from then on, not
     * before. When the source fails, or gives a message that can not be sent, such as text with a lone surrogate or a binary
     * one in a draft that has none, the connection fails with code 1011. The source is cancelled when the driver can send no
     * more.
     *
     * <p><b>Out:</b> the messages received from when it was subscribed to; before that, and after it was cancelled, they
     * go to the driver's listener only. Completes when the connection has ended, whatever the code of the close event, and
     * all messages are delivered. If it failed, the stream ends with what {@link #io}'s or this stream's source failed
     * with, with what was thrown, or else with a {@link ProtocolErrorException}.
     */
    public Flow.Processor<WebSocketMessage, WebSocketMessage> messages() {
        return messages;
    }
}
