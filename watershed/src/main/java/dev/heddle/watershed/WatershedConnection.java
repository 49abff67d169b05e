package dev.heddle.watershed;

import dev.heddle.driver.CloseCode;
import dev.heddle.driver.Driver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket on an upgraded channel; {@link Watershed} makes it. It runs on the same driver as everything else: messages in
 * fragments, any length up to the limit, UTF-8, pongs and the closing handshake are as RFC 6455 has them.
 *
 * <p>Give it a listener by {@link #listen}, and then let it be read: by {@link #run} on a thread, or {@link #start} on an
 * executor's, or by {@link #parse} from a loop of the caller's.
 *
 * <p><b>Threads.</b> {@code send}, {@code ping}, {@code end} and {@code destroy} may be called on any thread, also from inside an
 * event. All but {@code destroy} write before they return, one at a time, and block while the peer does not read; so nothing gathers
 * here but the one message that is being written. Events come on the thread that reads, one at a time; nothing more is read
 * until they are through, so that at most one read of 16 KiB or one message waits for a slow listener. When a command ends the
 * connection, as {@code destroy} does, the end comes on its thread, or behind the event that another one is in.
 *
 * <p><b>Time.</b> It has no clock. A peer that neither reads nor answers is waited for until somebody calls {@link #destroy}.
 */
public final class WatershedConnection {

    private static final int READ_BUFFER = 16 * 1024;
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final long number = NUMBERS.incrementAndGet();
    private final UpgradedChannel channel;
    private final Driver driver;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deliveries deliveries = new Deliveries();
    private final Writing writing;
    private final ReadBy reader;
    private final Ending ending;

    private boolean closeTraced;

    WatershedConnection(String type, Handshake handshake, UpgradedChannel channel) {
        this.channel = channel;
        this.reader = new ReadBy(deliveries, channel);
        this.driver = handshake.driver();
        this.writing = new Writing(lock, handshake, channel);
        this.ending = new Ending(this, lock, driver, channel, deliveries, writing, reader);
        handshake.listen(new DriverEvents(this, ending, deliveries));
        Tracing.start(number, type, channel.wire());
    }

    /** Returns the subprotocol that was agreed on, or null. */
    public @Nullable String protocol() {
        return driver.protocol();
    }

    /**
     * Says who hears of the events; once, before anything is read.
     *
     * @return this connection
     * @throws IllegalStateException if there is one already
     */
    public WatershedConnection listen(WatershedListener listener) {
        deliveries.listen(listener);
        deliver();
        return this;
    }

    // Reading

    /**
     * Reads on the calling thread until the connection has ended, and closes the channel. A socket's peer has up to two seconds to
     * close its side first.
     *
     * @throws IllegalStateException if there is no listener, it is read elsewhere already, or the channel can only be written to
     */
    public void run() {
        reader.thread();
        read();
    }

    /**
     * Reads on a thread of an executor's, which it keeps until the connection has ended: best a virtual one where there are such.
     *
     * @throws IllegalStateException as {@link #run} does
     * @throws java.util.concurrent.RejectedExecutionException if the executor takes no more; the connection is as it was
     */
    public void start(Executor executor) {
        reader.thread();
        boolean taken = false;
        try {
            executor.execute(this::read);
            taken = true;
        } finally {
            // Unless it ran here and the listener has thrown: then it is over.
            if (!taken && !ending.hasEnded()) {
                reader.noThread();
            }
        }
    }

    /**
     * Takes what the caller has read, all of it, raises the events and writes what is to be said to it. The head, if one was given,
     * is taken first: a call with no bytes is enough for that. When the connection has ended the channel is closed, and the rest
     * means nothing. Calls must not overlap.
     *
     * @param bytes from position to limit, which is where the position is afterwards; not changed
     * @throws IllegalStateException if there is no listener, or {@link #run} or {@link #start} read it
     */
    public void parse(ByteBuffer bytes) {
        reader.loop();
        // A copy, as masks are taken off in place.
        ByteBuffer own = ByteBuffer.allocate(READ_BUFFER);
        while (channel.readHead(own.clear()) > 0) {
            take(own.flip());
        }
        while (bytes.hasRemaining()) {
            int count = Math.min(bytes.remaining(), READ_BUFFER);
            own.clear().put(bytes.slice().limit(count)).flip();
            bytes.position(bytes.position() + count);
            take(own);
        }
        ending.giveUpIfUnwritable();
        deliver();
    }

    /**
     * Says that the peer sends no more to a caller that reads itself.
     *
     * @param cause what the channel said to it, null if it just ended
     * @throws IllegalStateException as {@link #parse} does
     */
    public void parseEnd(@Nullable IOException cause) {
        reader.loop();
        ending.peerGoneFromLoop(cause);
        deliver();
    }

    // Commands

    /**
     * Sends a text message.
     *
     * @return false if it could not be sent: the connection has ended, or is about to
     * @throws IllegalArgumentException if the text has a lone surrogate
     */
    public boolean send(String text) {
        boolean sent = command(() -> driver.text(text));
        if (sent) {
            Tracing.passed(new Tracing.SendText(), number, text.length());
        }
        return sent;
    }

    /**
     * Sends a binary message.
     *
     * @param data from position to limit; neither they nor the bytes are changed
     * @return false if it could not be sent: the connection has ended, or is about to
     */
    public boolean send(ByteBuffer data) {
        boolean sent = command(() -> driver.binary(data));
        if (sent) {
            Tracing.passed(new Tracing.SendBinary(), number, data.remaining());
        }
        return sent;
    }

    /** Sends a binary message, as {@link #send(ByteBuffer)} does. */
    public boolean send(byte[] data) {
        return send(ByteBuffer.wrap(data));
    }

    /**
     * Sends a ping.
     *
     * @param payload at most 125 bytes
     * @return false if it could not be sent
     * @throws IllegalArgumentException if the payload is longer
     */
    public boolean ping(ByteBuffer payload) {
        return command(() -> driver.ping(payload));
    }

    /** Starts the closing handshake, as {@link #end(String)} does, without a reason. */
    public boolean end() {
        return end("");
    }

    /**
     * Starts the closing handshake with code 1000; messages of the peer's still come until its Close frame does.
     *
     * @param reason at most 123 bytes in UTF-8
     * @return false if the closing has begun already
     * @throws IllegalArgumentException if the reason is longer
     */
    public boolean end(String reason) {
        return command(() -> driver.close(CloseCode.NORMAL, reason));
    }

    /**
     * Closes the channel now, without a Close frame or waiting for the peer; nothing but the end follows, unless there was one. A
     * socket that somebody writes to or that is one of TLS is reset: what the peer had not read may be lost. Not needed behind the
     * end event, where the connection closes the channel itself, and in order.
     */
    public void destroy() {
        ending.destroy();
        deliver();
    }

    // Inside

    long number() {
        return number;
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocate(READ_BUFFER);
        try {
            while (!ending.hasEnded()) {
                if (receive(buffer)) {
                    take(buffer.flip());
                }
            }
        } finally {
            // For an Error: whatever happens, the listener hears of the end.
            ending.peerGone(null);
            try {
                deliver();
            } finally {
                ending.readerLeaves();
            }
        }
    }

    /** Tells whether there was anything; else the peer is gone. */
    private boolean receive(ByteBuffer buffer) {
        try {
            if (channel.read(buffer.clear()) >= 0) {
                return true;
            }
            ending.peerGone(null);
        } catch (IOException e) {
            ending.peerGone(e);
        } catch (RuntimeException e) {
            ending.peerGone(new IOException("The channel can not be read", e));
        }
        return false;
    }

    private void take(ByteBuffer buffer) {
        Tracing.passed(new Tracing.ReadBuffer(), number, buffer.remaining());
        deliveries.claim();
        try {
            lock.lock();
            try {
                driver.parse(buffer);
                traceClose();
            } finally {
                lock.unlock();
            }
            writing.flush();
        } finally {
            try {
                deliver();
            } finally {
                if (reader.isThread()) {
                    ending.giveUpIfUnwritable();
                } else {
                    ending.loopHasRead();
                }
            }
        }
    }

    private boolean command(BooleanSupplier command) {
        boolean done = writing.command(() -> {
            boolean answer = command.getAsBoolean();
            traceClose();
            return answer;
        });
        ending.giveUpIfUnwritable();
        try {
            deliver();
        } finally {
            ending.commanded();
        }
        return done;
    }

    private void deliver() {
        deliveries.deliver(this::listenerFailed);
    }

    private void listenerFailed() {
        deliveries.dropMessages();
        lock.lock();
        try {
            driver.fail(CloseCode.UNEXPECTED_CONDITION, "");
            traceClose();
        } finally {
            lock.unlock();
        }
        writing.flush();
    }

    private void traceClose() {
        int code = driver.sentCloseCode();
        if (!closeTraced && code != CloseCode.ABNORMAL) {
            closeTraced = true;
            Tracing.passed(new Tracing.SendClose(), number, code);
        }
    }
}
