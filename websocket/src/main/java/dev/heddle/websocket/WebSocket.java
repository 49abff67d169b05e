package dev.heddle.websocket;

import dev.heddle.driver.Headers;
import dev.heddle.driver.WebSocketMessage;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** One WebSocket. Every method may be called from any thread, except {@link #sendPartialText} and {@link #sendPartialBinary}. */
public interface WebSocket {

    /** Returns where the connection stands. */
    ReadyState readyState();

    /** Returns the URL, without user info. */
    String url();

    /** Returns the subprotocol that was agreed on, or an empty string. */
    String protocol();

    /** Returns the extensions that were agreed on with their parameters, as in the response, or an empty string. */
    String extensions();

    /**
     * Returns the version of the protocol: {@code hybi-13}, or {@code hixie-76} or {@code hixie-75} on a server that allows
     * these drafts. They have text messages only, and neither close codes nor pings.
     */
    String version();

    /**
     * Returns the status of the response to a client's handshake: 101, or 2xx over HTTP/2, once it has opened the connection. 0 on a
     * server, and before the response has come. That of a refusal is in the {@link HandshakeException}, too.
     */
    int statusCode();

    /** Returns the header fields of the response to a client's handshake; none on a server, and before the response has come. */
    Headers headers();

    /**
     * Returns how many bytes of messages were sent by the application but not yet taken by the network. While the network takes them,
     * the headers of frames that wait may be counted with them, up to what was sent since all was written the last time.
     */
    long bufferedAmount();

    /**
     * Tells whether more than the high watermark was waiting to be sent, and not yet less than the low one:
     * {@link WebSocketListener#onDrain} will come, or the connection's end. Who produces messages should wait for it.
     */
    boolean isCongested();

    /**
     * Sends a text message; before the connection is open it is queued.
     *
     * @return false once the connection is closing or closed, or if {@link WebSocketOptions#maxBufferedAmount} would be
     *     passed, which ends it
     * @throws IllegalArgumentException if the text has a lone surrogate
     */
    boolean send(String message);

    /**
     * Sends a binary message, copied before the call returns; before the connection is open it is queued.
     *
     * @param message from position to limit; neither moves
     * @return as {@link #send(String)}; false also on a draft's connection
     */
    boolean send(ByteBuffer message);

    /**
     * Sends a message, as the methods above do, with what it says about compression. One that goes to many sockets is best
     * {@linkplain WebSocketMessage#prepare prepared} once.
     *
     * @return as {@link #send(String)}; false for a binary message on a draft's connection
     * @throws IllegalArgumentException if its text has a lone surrogate
     */
    boolean send(WebSocketMessage message);

    /**
     * Sends a message, and tells when the network has taken it. What is done behind that runs on the connection's loop.
     *
     * @return done when the message was written, which does not say that the peer has it; fails, in any case by the time of the
     *     close event, with a {@link WebSocketException} where {@link #send(WebSocketMessage)} answers false, or if the connection
     *     ended before it was known to be written
     * @throws IllegalArgumentException if its text has a lone surrogate
     */
    CompletionStage<Void> sendAsync(WebSocketMessage message);

    /**
     * Returns the messages as Reactive Streams, the same object each time; {@code socket.messages().subscribe(socket.messages())}
     * is an echo.
     *
     * <p><b>To a subscriber</b>, one in the socket's life, messages come in place of to the listener, as it {@linkplain #request
     * requests} them. A binary message's buffer is the subscriber's to keep. When the connection is over the stream completes, or
     * fails with {@link CloseEvent#cause}, in front of the close event. Messages that nobody requested are dropped once this side
     * closes. When the subscriber cancels, they go to the listener again.
     *
     * <p><b>From a source</b>, one at a time, messages are sent once the socket is open: asked for one at a time while the socket is
     * not {@linkplain #isCongested congested}. When the source completes the socket stays open, and another one may come. When it
     * fails, or gives what can not be sent, the connection fails with 1011. It is cancelled when the closing begins.
     *
     * <p>Signals to the streams may come from any thread, those of the streams come on the loop.
     *
     * @throws IllegalStateException if the listener is a {@link PartialListener}
     */
    Flow.Processor<WebSocketMessage, WebSocketMessage> messages();

    /**
     * Sends a part of a text message that is too large to hold, or passed on as it comes; the first part begins it. Only on
     * the connection's own loop, from inside an event. Whole messages that are sent meanwhile, whoever sends them, wait for the
     * message's end; a close does not, and cuts it off together with them. Where extensions are agreed on, the parts are
     * collected and go out as one: so long a message has to be below {@link WebSocketOptions#maxBufferedAmount}.
     *
     * @param utf8 the text's bytes, from position to limit, neither of which moves; a part may end inside a character
     * @param last whether the message ends with this part
     * @return as {@link #send(String)}
     * @throws IllegalArgumentException if the bytes are not UTF-8; the part counts as not sent
     * @throws IllegalStateException on another thread, or inside a binary message in parts
     */
    boolean sendPartialText(ByteBuffer utf8, boolean last);

    /**
     * Sends a part of a binary message, as {@link #sendPartialText} does.
     *
     * @param data from position to limit; neither moves
     * @param last whether the message ends with this part
     * @return as {@link #send(String)}; false also on a draft's connection
     * @throws IllegalStateException on another thread, or inside a text message in parts
     */
    boolean sendPartialBinary(ByteBuffer data, boolean last);

    /**
     * Sends a ping; the pong is for {@link WebSocketListener#onPong}.
     *
     * @param payload at most 125 bytes; neither position nor limit move
     * @return as {@link #send(String)}; false also on a draft's connection
     * @throws IllegalArgumentException if the payload is longer
     */
    default boolean ping(ByteBuffer payload) {
        return ping(payload, () -> {});
    }

    /**
     * Sends a ping, and runs the callback when a pong with the same payload has come. The callback does not run if the
     * connection ends before.
     *
     * @param payload at most 125 bytes; neither position nor limit move
     * @return as {@link #send(String)}; false also on a draft's connection
     * @throws IllegalArgumentException if the payload is longer
     */
    boolean ping(ByteBuffer payload, Runnable callback);

    /** Closes with code 1000. */
    boolean close();

    /**
     * Starts the closing handshake; what was sent before goes out first.
     *
     * @param code 1000, or 3000 to 4999
     * @param reason at most 123 bytes in UTF-8
     * @return false if the closing began before
     * @throws IllegalArgumentException if code or reason are not of that form
     */
    boolean close(int code, String reason);

    /**
     * Wants no messages for now, so that the peer has to wait. From the connection's loop it counts at once: what was read already
     * is kept, only what asynchronous extensions are still at work on may come. Pings and the peer's close are seen in front of the
     * next message, not behind it. A close of this side's ends the pause, as the peer's has to be read then.
     */
    void pause();

    /** Wants messages again after {@link #pause}, as many as are {@linkplain #request requested} if they are. */
    void resume();

    /**
     * Wants so many more messages. With the first call, which is best made in {@link WebSocketListener#onOpen}, messages begin to
     * come as they are requested and no others, as if there was a {@link #pause} behind the last; a close of this side's ends it.
     *
     * @param messages at least 1; {@link Long#MAX_VALUE} for all that come
     * @throws IllegalArgumentException if it is less
     */
    void request(long messages);
}
