package dev.heddle.driver;

import dev.heddle.extensions.Extension;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket connection as a machine without I/O: bytes and commands go in, bytes and events come out.
 *
 * <p>There are four kinds of method. <b>Queries</b> may be asked at any time. <b>Inputs</b> ({@link #parse}, {@link #end},
 * {@link #drained}) tell what happened on the connection; they raise events and never throw for what the peer sent.
 * <b>Commands</b> answer true when they were carried out or queued, and false once they can not be; misuse throws.
 * <b>Output</b> goes into the {@link Output} that the owner gave; after an input or a command the owner writes what is in
 * it, and once {@link #wantsClose} answers true it closes the connection behind that.
 *
 * <pre>{@code
 * OutputQueue output = new OutputQueue();
 * Driver driver = Driver.server(DriverOptions.defaults(), output, server -> new DriverListener() {
 *     public void onConnect(Request request) {
 *         server.start();
 *     }
 *     public void onText(ByteBuffer data, boolean last) {
 *         server.text(data, last);
 *     }
 * });
 * driver.parse(received);
 * output.transmit(toSend);
 * }</pre>
 *
 * <p>A driver belongs to one thread at a time. Buffers given to commands are copied before the call returns; their
 * position does not move.
 */
public sealed interface Driver permits ServerDriver, ClientDriver {

    /**
     * Tells whether a request asks for a WebSocket: a GET whose {@code Connection} has the token upgrade and whose
     * {@code Upgrade} has websocket. Source: RFC 6455 §4.2.1.
     */
    static boolean isWebSocket(Request request) {
        return request.isWebSocket();
    }

    /**
     * Tells whether a request's client came by TLS: over this connection or, with
     * {@link DriverOptions#trustForwarded()}, to the proxy in front.
     */
    static boolean isSecureRequest(Request request, DriverOptions options) {
        return request.isSecure(options.trustForwarded());
    }

    /**
     * Makes a server's driver for a request that an HTTP server has parsed. If that came over HTTP/2, as {@link
     * Request#extendedConnect} makes it, the response can only be taken as values: {@link ServerDriver#start(ResponseSink)}.
     *
     * @param request the request, whose connection or stream is to carry the WebSocket
     * @param listener makes the listener of the new driver's events
     */
    static ServerDriver http(
            Request request,
            DriverOptions options,
            Output output,
            Function<? super ServerDriver, ? extends DriverListener> listener) {
        ServerConnection driver = new ServerConnection(request, options, output);
        driver.listen(listener.apply(driver));
        return driver;
    }

    /**
     * Makes a server's driver for a bare connection: it parses the request itself and raises {@code onConnect}.
     *
     * @param listener makes the listener of the new driver's events
     */
    static ServerDriver server(
            DriverOptions options, Output output, Function<? super ServerDriver, ? extends DriverListener> listener) {
        ServerConnection driver = new ServerConnection(null, options, output);
        driver.listen(listener.apply(driver));
        return driver;
    }

    /**
     * Makes a client's driver.
     *
     * @param url a {@code ws:} or {@code wss:} URL; the owner opens the connection to it, with TLS for {@code wss:}
     * @param listener makes the listener of the new driver's events
     * @throws IllegalArgumentException {@code … is not a valid WebSocket URL}
     */
    static ClientDriver client(
            String url,
            DriverOptions options,
            Output output,
            Function<? super ClientDriver, ? extends DriverListener> listener) {
        ClientConnection driver = new ClientConnection(WebSocketUrl.parse(url), options, output);
        driver.listen(listener.apply(driver));
        return driver;
    }

    /** Makes a client's driver, as {@link #client(String, DriverOptions, Output, Function)} does. */
    static ClientDriver client(
            URI url,
            DriverOptions options,
            Output output,
            Function<? super ClientDriver, ? extends DriverListener> listener) {
        return client(url.toString(), options, output, listener);
    }

    /**
     * Makes a server's driver with {@link #streams} for a request that an HTTP server has parsed.
     *
     * @param request the request, whose connection is to carry the WebSocket
     * @param listener makes the listener of the new driver's events, messages included
     */
    static ServerDriver http(
            Request request, DriverOptions options, Function<? super ServerDriver, ? extends DriverListener> listener) {
        return ServerStreamDriver.create(request, options, listener);
    }

    /** Makes a server's driver with {@link #streams} for those who need no events. */
    static ServerDriver http(Request request, DriverOptions options) {
        return http(request, options, driver -> new DriverListener() {});
    }

    /**
     * Makes a server's driver with {@link #streams} for a bare connection: it parses the request itself and raises
     * {@code onConnect}.
     *
     * @param listener makes the listener of the new driver's events, messages included
     */
    static ServerDriver server(
            DriverOptions options, Function<? super ServerDriver, ? extends DriverListener> listener) {
        return ServerStreamDriver.create(null, options, listener);
    }

    /** Makes a server's driver with {@link #streams} for those who need no events: {@link #start} accepts any request. */
    static ServerDriver server(DriverOptions options) {
        return server(options, driver -> new DriverListener() {});
    }

    /**
     * Makes a client's driver with {@link #streams}.
     *
     * @param url a {@code ws:} or {@code wss:} URL; the owner opens the connection to it, with TLS for {@code wss:}
     * @param listener makes the listener of the new driver's events, messages included
     * @throws IllegalArgumentException {@code … is not a valid WebSocket URL}
     */
    static ClientDriver client(
            String url, DriverOptions options, Function<? super ClientDriver, ? extends DriverListener> listener) {
        return ClientStreamDriver.create(url, options, listener);
    }

    /** Makes a client's driver, as {@link #client(String, DriverOptions, Function)} does. */
    static ClientDriver client(
            URI url, DriverOptions options, Function<? super ClientDriver, ? extends DriverListener> listener) {
        return client(url.toString(), options, listener);
    }

    /**
     * Makes a client's driver with {@link #streams} for those who need no events.
     *
     * @throws IllegalArgumentException {@code … is not a valid WebSocket URL}
     */
    static ClientDriver client(String url, DriverOptions options) {
        return client(url, options, driver -> new DriverListener() {});
    }

    // Queries

    /**
     * Returns the driver's two duplex streams, the same at each call.
     *
     * @throws IllegalStateException if the driver was made with an {@link Output} of its owner's
     */
    default DriverStreams streams() {
        throw new IllegalStateException("A driver with an Output of its owner's has no streams: make it without");
    }

    /** Returns where the connection stands. */
    State state();

    /** Returns the version of the protocol: {@code hybi-13}, or {@code hixie-76} or {@code hixie-75} if a request chose it. */
    String version();

    /** Returns the subprotocol that was agreed on; null if there is none, or before the open event. */
    @Nullable
    String protocol();

    /**
     * Returns the extensions that were agreed on with their parameters, as they stand in the response; null if there are none,
     * or before the open event.
     */
    @Nullable
    String extensions();

    /** Returns the WebSocket's URL; on a server an empty string until the request is there. */
    String url();

    /** Returns how many received bytes are kept because they can not be parsed yet. */
    long pendingBytes();

    /**
     * Returns how many bytes of messages wait in the driver: for the handshake, for room in the output, or inside extensions,
     * where a message in fragments waits for its last one.
     */
    long bufferedAmount();

    /**
     * Returns how many messages of the application's were accepted and are not in the output yet: they wait as the bytes of
     * {@link #bufferedAmount} do, or came to nothing behind one that an extension could not process. Each is in front of all
     * that are accepted later. Once the connection is closed it says nothing.
     */
    long unwrittenMessages();

    /** Returns the code of this side's Close frame; 1005 if that has none, 1006 if it was not sent. */
    int sentCloseCode();

    /** Returns the code of the peer's Close frame; 1005 if that has none, 1006 if none has come. */
    int receivedCloseCode();

    /**
     * Tells whether the owner should read on. False while a message waits behind a {@link #pause}, or could: inside of an event of
     * what was kept that shows only behind it; and while asynchronous extensions have as many messages to work on as
     * {@link Limits#maxPendingMessages} allows, or more bytes of them than {@link Limits#maxLength}; bytes that come all the same are
     * kept.
     */
    boolean wantsRead();

    /**
     * Tells whether the owner should now write what is in the output and close the connection. Stays false on a client
     * after a clean close: it waits for the server to close first, though not for long. Source: RFC 6455 §7.1.1.
     */
    boolean wantsClose();

    /** Tells whether both sides' Close frames have passed. Source: RFC 6455 §7.1.4. */
    boolean wasClean();

    // Inputs

    /**
     * Takes received bytes, all of them.
     *
     * @param bytes from position to limit, which is where the position is afterwards; must be writable, as masks are
     *     taken off in place
     * @throws IllegalArgumentException if the buffer is read-only
     * @throws IllegalStateException if called from inside an event
     */
    void parse(ByteBuffer bytes);

    /** Says that the peer sends no more bytes; messages that are inside extensions still come, and then the close event. */
    void end();

    /** Says that the connection is lost: what is inside extensions is dropped, and the close event comes now. */
    void lost();

    /**
     * Says that the owner wants no more messages for now, from inside an event too: the next data frame waits, and with it what
     * comes behind, the end of the bytes too. Control frames in front of it are taken, and messages that are inside asynchronous
     * extensions still come. Counts while the connection is open; when this side closes, what waits is taken up with the next
     * {@link #parse} or {@link #resume}.
     */
    void pause();

    /** Says that the owner wants messages again: those that waited raise their events, from inside an event behind that. */
    void resume();

    /** Says that the output has room again after it was {@link Output#full}. */
    void drained();

    // Commands

    /**
     * Sends the handshake.
     *
     * @return true if it was sent, or will be when the request arrives; false if it was before, or if the server refused
     *     the request
     */
    boolean start();

    /**
     * Adds an extension to negotiate; the order is the one of offers and responses.
     *
     * @return false if the handshake was sent already, or on a draft's connection
     * @throws IllegalArgumentException if there is one of that name
     */
    boolean addExtension(Extension extension);

    /**
     * Adds a header to the handshake. A repeated name is ignored unless it is one that may repeat, such as
     * {@code Set-Cookie}.
     *
     * @return false if the handshake was sent already
     * @throws IllegalArgumentException if the name is not a token or one that the handshake sets itself, or the value
     *     has a control character
     */
    boolean setHeader(String name, String value);

    /**
     * Sends a text message; before the connection is open it is queued.
     *
     * @throws IllegalArgumentException if the text has a lone surrogate
     * @throws IllegalStateException if a fragmented message is unfinished
     */
    boolean text(String message);

    /**
     * Sends a text message as a fragment, or whole if it is the first and last one.
     *
     * @param utf8 the next bytes of the message; they may end inside a character if more follow
     * @param last whether the message ends with them
     * @throws IllegalArgumentException if the message is not UTF-8
     * @throws IllegalStateException if a fragmented binary message is unfinished
     */
    boolean text(ByteBuffer utf8, boolean last);

    /**
     * Sends a text message as {@link #text(ByteBuffer, boolean)} does.
     *
     * @param compress whether extensions may compress the message; counts with the first fragment
     */
    boolean text(ByteBuffer utf8, boolean last, boolean compress);

    /**
     * Sends a binary message; before the connection is open it is queued.
     *
     * @throws IllegalStateException if a fragmented message is unfinished
     */
    boolean binary(ByteBuffer message);

    /**
     * Sends a binary message as a fragment, or whole if it is the first and last one.
     *
     * @param last whether the message ends with this part
     * @throws IllegalStateException if a fragmented text message is unfinished
     */
    boolean binary(ByteBuffer data, boolean last);

    /**
     * Sends a binary message as {@link #binary(ByteBuffer, boolean)} does.
     *
     * @param compress whether extensions may compress the message; counts with the first fragment
     */
    boolean binary(ByteBuffer data, boolean last, boolean compress);

    /**
     * Sends a message, as {@link #text(String)} or {@link #binary(ByteBuffer)} does, with what it says about compression.
     *
     * @throws IllegalArgumentException if its text has a lone surrogate
     * @throws IllegalStateException if a fragmented message is unfinished
     */
    boolean send(WebSocketMessage message);

    /**
     * Sends a ping.
     *
     * @param payload at most 125 bytes
     * @throws IllegalArgumentException if the payload is longer
     */
    boolean ping(ByteBuffer payload);

    /**
     * Sends a ping and says when its pong has come.
     *
     * @param payload at most 125 bytes; a pong with the same bytes answers it
     * @throws IllegalArgumentException if the payload is longer
     */
    boolean ping(ByteBuffer payload, PongCallback callback);

    /**
     * Sends a pong that nobody asked for; pings are answered without it.
     *
     * @param payload at most 125 bytes
     * @throws IllegalArgumentException if the payload is longer
     */
    boolean pong(ByteBuffer payload);

    /** Starts the closing handshake with code 1000. */
    boolean close();

    /**
     * Starts the closing handshake; before the connection is open it ends at once. What the peer sends in front of its
     * own Close frame still raises events.
     *
     * @param code 1000 to 1003, 1007 to 1014 but on a server not 1010, or 3000 to 4999
     * @param reason at most 123 bytes in UTF-8
     * @return false if the closing began before
     * @throws IllegalArgumentException if code or reason are not of that form
     */
    boolean close(int code, String reason);

    /**
     * Ends the connection because of its owner's trouble: sends a Close frame if one can be sent, and does not wait for
     * the peer's.
     *
     * @param code as for {@link #close(int, String)}
     * @param reason the reason, cut to 123 bytes of UTF-8
     * @return false if the connection had ended before
     */
    boolean fail(int code, String reason);
}
