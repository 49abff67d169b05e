package dev.heddle.websocket;

import dev.heddle.driver.ClientDriver;
import dev.heddle.driver.CloseCode;
import dev.heddle.driver.Driver;
import dev.heddle.driver.DriverListener;
import dev.heddle.driver.DriverOptions;
import dev.heddle.driver.Headers;
import dev.heddle.driver.ProtocolError;
import dev.heddle.driver.Request;
import dev.heddle.driver.RequestSink;
import dev.heddle.driver.ResponseSink;
import dev.heddle.driver.ServerDriver;
import dev.heddle.driver.WebSocketMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@link WebSocket} between an application and a {@link Transport}: a driver and the parts around it, one for each thing
 * that happens to a connection. What {@code WebSocket} does not have is for the transport's adapter and belongs to the loop.
 */
public final class WebSocketConnection implements WebSocket, Connection {

    // What its parts share, and those of them that there are as long as it is

    final Transport transport;
    final WebSocketOptions options;
    final Driver driver;
    final Life life = new Life();
    final Announcer announcer;
    final Keepalive keepalive;
    final OutsideQueue outside;
    final Backlog backlog;
    final Settling settling;
    private final Sending sending;

    // The others; an open connection that is well has none of them

    /** Null once the handshake is done. */
    private @Nullable Opening opening;
    /** Null before it fails or begins to close. */
    private @Nullable Failing failing;
    /** Null before it begins to close. */
    private @Nullable Closing closing;
    /** Null before the first who asks for it. */
    private volatile @Nullable MessageStream messages;

    private WebSocketConnection(
            Transport transport,
            WebSocketListener listener,
            WebSocketOptions options,
            Duration idleTimeout,
            BiFunction<DriverListener, DriverOptions, ? extends Driver> makeDriver) {
        this.transport = transport;
        this.options = options;
        announcer = new Announcer(listener, this);
        keepalive = new Keepalive(transport, options, idleTimeout) {

            @Override
            boolean ping(ByteBuffer payload) {
                boolean sent = driver.ping(payload);
                settle();
                return sent;
            }

            @Override
            void dead(String why) {
                failing().lost(why);
            }
        };
        DriverListener wholeOrParts = announcer.tellsParts() ? new PartialMessages(this) : new WholeMessages(this);
        driver = makeDriver.apply(new DriverEvents(this, wholeOrParts), driverOptions());
        outside = new OutsideQueue(this);
        backlog = new Backlog(transport, driver, outside, options);
        settling = new Settling(this);
        sending = new Sending(this);
        opening = new Opening(this);
    }

    /**
     * Makes the server's side, for a request that the adapter has parsed and accepted.
     *
     * @param listener takes the events
     */
    public static WebSocketConnection server(
            Request request, WebSocketListener listener, WebSocketOptions options, Transport transport) {
        return server(request, Headers.empty(), listener, options, transport);
    }

    /**
     * Makes the server's side, for a request that the adapter has parsed and accepted.
     *
     * @param headers more fields for the response
     * @param listener takes the events
     * @throws IllegalArgumentException if a header is one that the handshake sets itself
     */
    public static WebSocketConnection server(
            Request request,
            Headers headers,
            WebSocketListener listener,
            WebSocketOptions options,
            Transport transport) {
        return new WebSocketConnection(transport, listener, options, options.idleTimeout(), (events, driver) -> {
            ServerDriver server = Driver.http(request, driver, transport.output(), made -> events);
            headers.fields().forEach(field -> server.setHeader(field.name(), field.value()));
            return server;
        });
    }

    /**
     * Makes the client's side, for a connection that the adapter is making.
     *
     * @param headers more headers for the handshake
     * @param listener takes the events
     * @throws IllegalArgumentException if the URL is not a valid WebSocket URL, or a header one that the handshake sets
     *     itself
     */
    public static WebSocketConnection client(
            String url, Headers headers, WebSocketListener listener, WebSocketOptions options, Transport transport) {
        return new WebSocketConnection(transport, listener, options, Duration.ZERO, (events, driver) -> {
            ClientDriver client = Driver.client(url, driver, transport.output(), made -> events);
            headers.fields().forEach(field -> client.setHeader(field.name(), field.value()));
            return client;
        });
    }

    /** Returns the driver's options with the loop as the place where asynchronous extensions go on. */
    private DriverOptions driverOptions() {
        DriverOptions driverOptions = options.driver();
        return driverOptions.extensions().isEmpty()
                ? driverOptions
                : driverOptions.withOwner(
                        new LateAnswers(this), thrown -> failing().extensionThrew(thrown));
    }

    // The WebSocket, from any thread

    @Override
    public ReadyState readyState() {
        return life.state();
    }

    @Override
    public String url() {
        return driver.url();
    }

    @Override
    public String protocol() {
        String protocol = driver.protocol();
        return protocol == null ? "" : protocol;
    }

    @Override
    public String extensions() {
        String extensions = driver.extensions();
        return extensions == null ? "" : extensions;
    }

    @Override
    public String version() {
        return driver.version();
    }

    @Override
    public int statusCode() {
        return driver instanceof ClientDriver client ? client.statusCode() : 0;
    }

    @Override
    public Headers headers() {
        return driver instanceof ClientDriver client ? client.headers() : Headers.empty();
    }

    @Override
    public long bufferedAmount() {
        return backlog.amount();
    }

    @Override
    public boolean isCongested() {
        return backlog.congested();
    }

    @Override
    public boolean send(String message) {
        return sending.text(message);
    }

    @Override
    public boolean send(ByteBuffer message) {
        return sending.binary(message);
    }

    @Override
    public boolean send(WebSocketMessage message) {
        return sending.message(message);
    }

    @Override
    public CompletionStage<Void> sendAsync(WebSocketMessage message) {
        return sending.messageAsync(message);
    }

    @Override
    public boolean sendPartialText(ByteBuffer utf8, boolean last) {
        return sending.partialText(utf8, last);
    }

    @Override
    public boolean sendPartialBinary(ByteBuffer data, boolean last) {
        return sending.partialBinary(data, last);
    }

    @Override
    public Flow.Processor<WebSocketMessage, WebSocketMessage> messages() {
        if (announcer.tellsParts()) {
            throw new IllegalStateException(
                    "A PartialListener has messages in parts, so there is no stream of whole ones");
        }
        MessageStream made = messages;
        if (made == null) {
            synchronized (life) {
                made = messages;
                if (made == null) {
                    made = new MessageStream(this);
                    messages = made;
                }
            }
            if (life.isOver()) {
                // Whoever ended it may not have seen the stream.
                made.incoming().finish(failing().cause());
            }
        }
        return made;
    }

    @Override
    public boolean ping(ByteBuffer payload, Runnable callback) {
        return sending.ping(payload, callback);
    }

    @Override
    public boolean close() {
        return close(CloseCode.NORMAL, "");
    }

    @Override
    public boolean close(int code, String reason) {
        Closing.check(code, reason);
        return closeWith(code, reason);
    }

    @Override
    public void pause() {
        outside.runInLoop(() -> settling.pausing().pause());
    }

    @Override
    public void resume() {
        outside.runInLoop(() -> settling.pausing().resume());
    }

    @Override
    public void request(long messages) {
        if (messages < 1) {
            throw new IllegalArgumentException("At least 1 message can be requested, not " + messages);
        }
        outside.runInLoop(() -> settling.pausing().request(messages));
    }

    /** Starts the closing handshake with code 1001. */
    @Override
    public boolean goAway() {
        return closeWith(CloseCode.GOING_AWAY, "");
    }

    private boolean closeWith(int code, String reason) {
        if (!life.advance(ReadyState.CLOSING)) {
            return false;
        }
        outside.runInLoop(() -> {
            tellRefusal();
            closing().close(code, reason);
        });
        return true;
    }

    // The adapter's side, on the loop

    /** The connection is there; from now on the handshake's time runs. */
    public void connected() {
        if (opening != null) {
            opening.connected();
        }
    }

    /**
     * Sends the handshake.
     *
     * @return false if the driver refused the request; its response is on the way
     */
    public boolean start() {
        boolean started = driver.start();
        settle();
        return started;
    }

    /**
     * Sends the handshake of a server's side whose response something else writes.
     *
     * @param response takes the response, inside this call; the transport must bring it in front of the output
     * @return false if the driver refused the request
     * @throws IllegalStateException if this is a client's side
     */
    public boolean start(ResponseSink response) {
        if (!(driver instanceof ServerDriver server)) {
            throw new IllegalStateException("A client does not respond");
        }
        boolean started = server.start(response);
        settle();
        return started;
    }

    /**
     * Sends the handshake of a client's side as an extended CONNECT that something else writes.
     *
     * @param request takes the request, inside this call
     * @return false if the driver could not make one
     * @throws IllegalStateException if this is a server's side
     */
    public boolean start(RequestSink request) {
        boolean started = client().start(request);
        settle();
        return started;
    }

    /**
     * The response to an extended CONNECT is there, in front of all that was received.
     *
     * @throws IllegalStateException if this is a server's side
     */
    public void responded(int status, Headers headers) {
        client().respond(status, headers);
        settle();
    }

    private ClientDriver client() {
        if (!(driver instanceof ClientDriver client)) {
            throw new IllegalStateException("A server does not ask");
        }
        return client;
    }

    @Override
    public void received(ByteBuffer bytes) {
        settling.reading();
        keepalive.received(bytes.remaining());
        driver.parse(bytes);
        if (opening != null) {
            opening.received();
        }
    }

    @Override
    public void readComplete() {
        settling.readComplete();
    }

    @Override
    public void drained() {
        settling.drained();
    }

    @Override
    public void ended() {
        driver.end();
        tellRefusal();
        closing().peerEnded();
    }

    @Override
    public void giveUp(String why) {
        tellRefusal();
        failing().lost(why);
    }

    @Override
    public void failed(Throwable cause) {
        tellRefusal();
        failing().broke(cause);
    }

    @Override
    public void closed() {
        tellRefusal();
        failing().gone();
        // What other threads have sent up to here is told that it is lost.
        outside.drain();
        keepalive.stop();
        openingOver();
        settling.gone();
        if (closing != null) {
            closing.gone();
        }
        life.advance(ReadyState.CLOSED);
        // Who comes from here on sees that the connection is gone; what came just before is done still.
        outside.drain();
        sending.gone();
        backlog.clear();
        MessageStream stream = messages;
        if (stream != null) {
            stream.outgoing().settle();
            stream.incoming().finish(failing().cause());
        }
        announcer.gone();
    }

    // Its parts' side, on the loop

    /** Returns what knows how to fail. */
    Failing failing() {
        if (failing == null) {
            failing = new Failing(this);
        }
        return failing;
    }

    /** Returns what knows how to close. */
    Closing closing() {
        if (closing == null) {
            closing = new Closing(this);
        }
        return closing;
    }

    void opened() {
        Opening done = opening;
        if (done != null) {
            opening = null;
            done.opened();
        }
    }

    /** Tells whether the opening handshake is not over. */
    boolean isOpening() {
        return opening != null;
    }

    /** Tells whether the server has refused, and says why. */
    boolean isRefused() {
        return opening != null && opening.isRefused();
    }

    void violated(ProtocolError error) {
        if (opening == null || !opening.waitsWith(error)) {
            failing().violated(error);
        }
    }

    void protocolEnded(int code, String reason) {
        if (isRefused()) {
            return;
        }
        openingOver();
        closing().ended(code, reason);
    }

    void listenerThrew(Throwable thrown) {
        failing().listenerThrew(thrown);
        settle();
    }

    /** Extensions have answered behind their calls. */
    void answered() {
        wentOn();
        settle();
    }

    /** What held messages up does not any more. */
    void wentOn() {
        if (closing != null) {
            closing.wentOn();
        }
    }

    void settle() {
        settling.settle();
    }

    /** What was written is flushed. */
    void flushed() {
        sending.flushed();
        MessageStream stream = messages;
        if (stream != null) {
            stream.outgoing().settle();
        }
    }

    /** Tells a message: to the subscriber of the messages if there is one, else to the listener. */
    <T> void tell(Announcer.Event<T> event, T message, Function<T, WebSocketMessage> streamed) {
        keepalive.frame();
        settling.message();
        MessageStream stream = messages;
        if (stream != null && stream.incoming().isRead()) {
            announcer.tell((listener, socket, next) -> stream.incoming().message(next), streamed.apply(message));
        } else {
            announcer.tell(event, message);
        }
    }

    /**
     * Runs a task here if this is the loop, else there in a turn of its own; and never not at all: see
     * {@link OutsideQueue#runAllTheSame}.
     */
    void runHereOrThere(Runnable task) {
        if (transport.inLoop()) {
            task.run();
            return;
        }
        try {
            transport.execute(task);
        } catch (RejectedExecutionException e) {
            outside.runAllTheSame(task);
        }
    }

    /** A message is about to be told. */
    void message() {
        keepalive.frame();
        settling.message();
    }

    /** The server's refusal waits no longer for what is left of its reasons. */
    private void tellRefusal() {
        if (opening != null) {
            opening.tellRefusal();
        }
    }

    private void openingOver() {
        if (opening != null) {
            opening.clear();
            opening = null;
        }
    }
}
