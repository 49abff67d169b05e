package dev.heddle.websocket;

import dev.heddle.driver.Request;
import dev.heddle.driver.ResponseSink;
import dev.heddle.eventsource.Event;
import dev.heddle.eventsource.EventStreamWriter;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * An {@link EventSource} between an application and a {@link Transport}. Events go through a queue to the loop, which writes as
 * much as the output takes. What {@code EventSource} does not have is for the transport's adapter and belongs to the loop.
 */
public final class EventSourceConnection implements EventSource, Connection {

    private static final System.Logger LOG = System.getLogger(EventSourceConnection.class.getName());

    private final Transport transport;
    private final EventSourceListener listener;
    private final EventSourceOptions options;
    private final String url;
    private final String lastEventId;

    private final Life life = new Life();
    private final EventQueue waiting = new EventQueue();
    /** Whether the loop was woken and has not begun to work. */
    private final AtomicBoolean woken = new AtomicBoolean();
    /** Whether what waits passed the high watermark and has not come down to the low one since. */
    private volatile boolean congested;
    /** Whether an event could not be taken, with which the stream is over. */
    private volatile boolean overflowed;

    private final Deadline silence;
    private final Deadline closing;
    private final SlowPeer slowPeer;

    /** Whether work is under way, or an event: neither happens inside the other. */
    private boolean busy;
    /** Whether the head of the response was written. */
    private boolean started;
    /** Whether the transport was asked to say when everything is written. */
    private boolean awaitingWritten;
    /** Whether the time to close runs. */
    private boolean leaving;
    /** Whether the transport was told to end. */
    private boolean left;
    /** Whether the transport has ended. */
    private boolean gone;
    /** Whether the end was told. */
    private boolean over;

    private EventSourceConnection(
            Request request, EventSourceListener listener, EventSourceOptions options, Transport transport) {
        this.transport = transport;
        this.listener = listener;
        this.options = options;
        this.url = EventSourceHandshake.url(request);
        this.lastEventId = EventSourceHandshake.lastEventId(request);
        silence = new Deadline(transport) {

            @Override
            void missed() {
                ping();
            }
        };
        closing = new Deadline(transport) {

            @Override
            void missed() {
                lost("The peer did not take the rest and leave within " + options.closeTimeout() + " (closeTimeout)");
            }
        };
        slowPeer =
                new SlowPeer(
                        transport, options.writeStallTimeout(), options.minWriteRate(), options.minWriteRateTime()) {

                    @Override
                    void tooSlow(String why) {
                        lost(why);
                    }
                };
    }

    /**
     * Makes the server's side, for a request that the adapter has parsed and accepted.
     *
     * @param listener takes the events of the connection
     */
    public static EventSourceConnection server(
            Request request, EventSourceListener listener, EventSourceOptions options, Transport transport) {
        return new EventSourceConnection(request, listener, options, transport);
    }

    // The event source, from any thread

    @Override
    public ReadyState readyState() {
        return life.state();
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public String lastEventId() {
        return lastEventId;
    }

    @Override
    public long bufferedAmount() {
        return waiting.bytes() + transport.pendingBytes();
    }

    @Override
    public boolean isCongested() {
        return congested;
    }

    @Override
    public boolean send(String data) {
        return send(Event.of(data));
    }

    @Override
    public boolean send(Event event) {
        return add(EventStreamWriter.event(event));
    }

    @Override
    public boolean ping() {
        // What waits is a sign of life as good.
        return waiting.isEmpty() ? add(EventStreamWriter.comment("")) : !life.isClosing();
    }

    @Override
    public boolean close() {
        if (!life.advance(ReadyState.CLOSING)) {
            return false;
        }
        wake();
        return true;
    }

    // The adapter's side, on the loop

    /** Sends the head of the response. */
    public void start() {
        start(() -> write(EventSourceHandshake.response(options.headers())));
    }

    /**
     * Sends the head of a response that something else writes, which also says how the stream ends.
     *
     * @param response takes the response, without a body, inside this call; the transport must bring it in front of the output
     */
    public void start(ResponseSink response) {
        start(() -> response.respond(
                EventSourceHandshake.STATUS, EventSourceHandshake.fields(options.headers()), new byte[0]));
    }

    private void start(Runnable head) {
        boolean opened = life.advance(ReadyState.OPEN);
        head.run();
        write(EventStreamWriter.retry(options.retry()));
        transport.flush();
        if (gone) {
            return;
        }
        started = true;
        silence.set(options.pingInterval());
        if (opened) {
            tell(EventSourceListener::onOpen);
        }
        work();
    }

    /** Takes no notice: a client has nothing to say behind its request. */
    @Override
    public void received(ByteBuffer bytes) {
        bytes.position(bytes.limit());
    }

    @Override
    public void readComplete() {
        work();
    }

    @Override
    public void drained() {
        work();
    }

    @Override
    public void ended() {
        close();
    }

    @Override
    public void giveUp(String why) {
        lost(why);
    }

    @Override
    public void failed(Throwable cause) {
        lost(String.valueOf(cause.getMessage()));
    }

    @Override
    public void closed() {
        gone = true;
        life.advance(ReadyState.CLOSED);
        silence.clear();
        closing.clear();
        slowPeer.stop();
        forget();
        tellEnd();
    }

    @Override
    public boolean goAway() {
        return close();
    }

    private boolean add(ByteBuffer bytes) {
        if (life.isClosing()) {
            return false;
        }
        if (waiting.memory() + transport.pendingBytes() > options.maxBufferedAmount() - bytes.remaining()) {
            // Closing at once: a later event that fits must not overtake the one that is lost.
            if (life.advance(ReadyState.CLOSING)) {
                overflowed = true;
                // Not inside of who sends.
                wakeUp();
            }
            return false;
        }
        waiting.add(bytes);
        if (!transport.inLoop() || busy) {
            // It is not written now; and in front of the wake-up, behind which it is seen whether this is still so.
            congests();
        }
        wake();
        return true;
    }

    private void wake() {
        if (transport.inLoop()) {
            work();
        } else {
            wakeUp();
        }
    }

    private void wakeUp() {
        if (woken.compareAndSet(false, true)) {
            try {
                transport.execute(this::work);
            } catch (RuntimeException | Error e) {
                // The loop has ended, or cannot now: whoever comes next tries again.
                woken.set(false);
                if (!(e instanceof RejectedExecutionException)) {
                    throw e;
                }
            }
        }
    }

    /** Writes what there is room for, and sees to what follows from it. */
    private void work() {
        // First, so that what is added from here on wakes the loop again.
        woken.set(false);
        if (gone) {
            forget();
            return;
        }
        if (busy) {
            return;
        }
        if (overflowed) {
            lost("More than " + options.maxBufferedAmount()
                    + " bytes of events are waiting to be sent (maxBufferedAmount)");
            return;
        }
        if (!started) {
            return;
        }
        writeWaiting();
        congests();
        tellDrain();
        if (gone) {
            return;
        }
        if (congested && !awaitingWritten && transport.pendingBytes() > 0) {
            awaitingWritten = true;
            transport.whenWritten(() -> {
                awaitingWritten = false;
                work();
            });
        }
        if (life.isClosing()) {
            leave();
        }
    }

    private void writeWaiting() {
        boolean wrote = false;
        busy = true;
        try {
            // The flush may have made room, and what tells so finds this under way.
            while (!gone && !left && waiting.fill(transport.output())) {
                wrote = true;
                transport.flush();
            }
        } finally {
            busy = false;
        }
        if (gone) {
            tellEnd();
            return;
        }
        if (wrote && !leaving) {
            silence.set(options.pingInterval());
        }
        slowPeer.look(transport.output().full());
    }

    private void write(ByteBuffer bytes) {
        EventQueue.write(bytes, transport.output());
    }

    private void congests() {
        if (bufferedAmount() > options.highWatermark()) {
            congested = true;
        }
    }

    /** Tells the listener if what waits has drained. What it sends then is written in a turn of its own, behind others. */
    private void tellDrain() {
        if (!gone && congested && bufferedAmount() <= options.lowWatermark()) {
            congested = false;
            tell(EventSourceListener::onDrain);
            transport.execute(this::work);
        }
    }

    /** Drops what came behind the end. */
    private void forget() {
        waiting.clear();
        congested = false;
    }

    /** Goes when everything is written, or the time is up. */
    private void leave() {
        if (!leaving) {
            leaving = true;
            silence.clear();
            closing.set(options.closeTimeout());
        }
        if (!left && waiting.isEmpty()) {
            left = true;
            transport.close();
        }
    }

    private void lost(String why) {
        if (!gone) {
            LOG.log(System.Logger.Level.DEBUG, "The event stream to {0} is lost: {1}", transport.peer(), why);
            life.advance(ReadyState.CLOSING);
            transport.abort();
        }
    }

    private void tell(BiConsumer<EventSourceListener, EventSource> event) {
        busy = true;
        try {
            event.accept(listener, this);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.WARNING, "A listener of an event stream threw", e);
            life.advance(ReadyState.CLOSING);
        } finally {
            busy = false;
        }
        tellEnd();
    }

    private void tellEnd() {
        if (gone && !busy && !over) {
            over = true;
            tell(EventSourceListener::onClose);
        }
    }
}
