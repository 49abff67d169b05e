package dev.heddle.testkit;

import dev.heddle.driver.Output;
import dev.heddle.websocket.Connection;
import dev.heddle.websocket.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A transport without a network, whose every fault the test chooses. It does what a real one may do at its worst: says
 * from inside a flush that there is room again, and from inside an abort that the connection is gone; overwrites buffers
 * once they are no longer lent.
 *
 * <pre>
 *   connection ──claim, flush──▶ pending ──network: flowing, or as much as the test lets through──▶ wire
 *   connection ◀──received, readComplete── inbox: waits while reading is paused ◀──receive── wire
 * </pre>
 *
 * <p>The methods of this class that are not of {@link Transport} are the test's; those that change something happen on
 * the loop, which they run.
 */
public final class MemoryTransport implements Transport {

    private static final byte POISON = (byte) 0xDD;

    private final MemoryLoop loop;
    private final Inbox inbox;
    private final Memory memory = new Memory();
    private final Queue<ByteBuffer> pending = new ArrayDeque<>();
    private final Queue<Awaited> awaited = new ArrayDeque<>();

    private record Awaited(long taken, Runnable task) {}

    private @Nullable Connection connection;
    private @Nullable Wire wire;

    private int chunkSize = 1024;
    private long low = 32 * 1024;
    private long high = 64 * 1024;
    private boolean full;

    /** Bytes ever filled and no longer in the chunk that is being filled. */
    private long filled;
    /** Bytes that may go: they were flushed. */
    private long flushed;
    /** Bytes that went. */
    private long taken;
    /** The difference of filled and taken, for other threads. */
    private volatile long waiting;
    /** Up to where bytes may go now. */
    private long allowed = Long.MAX_VALUE;
    /** Behind which byte the connection breaks. */
    private long breaksAt = Long.MAX_VALUE;

    private boolean pumping;
    private boolean closing;
    private boolean outputEnded;
    private boolean endsLater;
    private boolean gone;
    private int closes;
    private int aborts;

    /** Creates a transport whose network takes everything at once. */
    public MemoryTransport(MemoryLoop loop) {
        this.loop = loop;
        this.inbox = new Inbox(this, loop);
    }

    /** Says whose transport this is, before anything happens on it. */
    public void attach(Connection owner) {
        connection = owner;
        inbox.attach(owner);
    }

    void wire(Wire other) {
        wire = other;
    }

    // How it behaves

    /** Sets the size of the buffers that the driver gets to fill, by default 1024; at least {@link Output#CONTIGUOUS}. */
    public MemoryTransport chunks(int size) {
        if (size < Output.CONTIGUOUS) {
            throw new IllegalArgumentException("A chunk has at least " + Output.CONTIGUOUS + " bytes, not " + size);
        }
        chunkSize = size;
        return this;
    }

    /** Sets above how many pending bytes the output is full, until there are fewer than low; by default 32 and 64 KiB. */
    public MemoryTransport watermarks(long lowBytes, long highBytes) {
        low = lowBytes;
        high = highBytes;
        return this;
    }

    /** Sets the most bytes of one buffer that is read; a larger one arrives in parts, with one end of the read. */
    public MemoryTransport splitReads(int size) {
        inbox.partSize(size);
        return this;
    }

    /** Lets an abort come to its end in a later task of the loop, not inside the call. */
    public MemoryTransport endsLater() {
        endsLater = true;
        return this;
    }

    // The network's side, for the test

    /** Lets the network take no more bytes. */
    public void stall() {
        loop.run(() -> allowed = taken);
    }

    /** Lets the network take everything again, from now on. */
    public void flow() {
        loop.run(() -> {
            allowed = Long.MAX_VALUE;
            pump();
        });
    }

    /** Lets a stalled network take so many more bytes. */
    public void drain(long bytes) {
        loop.run(() -> {
            allowed = Math.max(allowed, taken) + bytes;
            pump();
        });
    }

    /** Breaks the connection on both sides as soon as the network has taken so many more bytes. */
    public void cutAfter(long bytes) {
        loop.run(() -> {
            breaksAt = taken + bytes;
            pump();
        });
    }

    /** Brings bytes from the peer, as one read. */
    public void receive(ByteBuffer bytes) {
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
        copy.put(0, bytes, bytes.position(), bytes.remaining());
        loop.run(() -> inbox.add(copy));
    }

    /** Brings the end of what the peer sends. */
    public void receiveEnd() {
        loop.run(inbox::addEnd);
    }

    /** Breaks the connection: what is pending and what was not read are lost. */
    public void breakWith(IOException cause) {
        loop.run(() -> broke(cause));
    }

    /** Returns how often the connection asked for the close. */
    public int closes() {
        return closes;
    }

    /** Returns how often the connection asked for the abort. */
    public int aborts() {
        return aborts;
    }

    /** Tells whether the connection has ended, in both directions. */
    public boolean isGone() {
        return gone;
    }

    /** Tells whether the peer was told that no more comes. */
    public boolean isOutputEnded() {
        return outputEnded;
    }

    // The transport

    @Override
    public Output output() {
        return memory;
    }

    @Override
    public void flush() {
        if (gone) {
            return;
        }
        memory.commit();
        flushed = filled;
        pump();
    }

    @Override
    public void whenWritten(Runnable task) {
        if (gone) {
            return;
        }
        if (taken >= flushed) {
            task.run();
        } else {
            awaited.add(new Awaited(flushed, task));
        }
    }

    @Override
    public long pendingBytes() {
        return waiting;
    }

    @Override
    public long progress() {
        return taken;
    }

    @Override
    public String peer() {
        return "memory";
    }

    @Override
    public boolean inLoop() {
        return loop.inLoop();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        return loop.schedule(delayNanos, task);
    }

    @Override
    public void pauseReading() {
        inbox.pause();
    }

    @Override
    public void resumeReading() {
        inbox.resume();
    }

    @Override
    public void close() {
        closes++;
        closing = true;
        flush();
    }

    @Override
    public void abort() {
        aborts++;
        if (!gone) {
            end(null);
            if (wire != null) {
                wire.reset();
            }
        }
    }

    /** The peer's end was told to the connection. */
    void inputEnded() {
        if (outputEnded) {
            end(null);
        }
    }

    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            while (!gone && takeSome()) {
                tellRoom();
            }
        } finally {
            pumping = false;
        }
        if (closing && !gone && !outputEnded && taken == filled) {
            outputEnded = true;
            if (wire != null) {
                wire.end();
            }
            if (inbox.isEnded()) {
                end(null);
            }
        }
    }

    /** Moves bytes of the first chunk to the wire, as many as may go. */
    private boolean takeSome() {
        long room = Math.min(Math.min(flushed, allowed), breaksAt) - taken;
        ByteBuffer first = pending.peek();
        if (first == null || room <= 0) {
            return false;
        }
        int count = (int) Math.min(room, first.remaining());
        byte[] bytes = new byte[count];
        first.get(first.position(), bytes);
        for (int i = 0; i < count; i++) {
            first.put(POISON);
        }
        if (!first.hasRemaining()) {
            pending.remove();
        }
        taken += count;
        waiting = filled - taken;
        if (wire != null) {
            wire.bytes(ByteBuffer.wrap(bytes));
        }
        if (taken == breaksAt) {
            broke(new IOException("Connection reset"));
        }
        return true;
    }

    private void tellRoom() {
        for (Awaited next = awaited.peek(); next != null && next.taken() <= taken; next = awaited.peek()) {
            awaited.remove();
            next.task().run();
        }
        if (full && waiting < low) {
            full = false;
            if (connection != null && !gone) {
                connection.drained();
            }
        }
    }

    private void broke(IOException cause) {
        if (!gone) {
            end(cause);
            if (wire != null) {
                wire.reset();
            }
        }
    }

    private void end(@Nullable IOException cause) {
        gone = true;
        // What was lost is not pending any more.
        pending.clear();
        awaited.clear();
        filled = taken;
        waiting = 0;
        Connection owner = connection;
        if (owner == null) {
            return;
        }
        if (cause != null) {
            owner.failed(cause);
        }
        if (endsLater) {
            loop.execute(owner::closed);
        } else {
            owner.closed();
        }
    }

    /** What the driver fills. */
    private final class Memory implements Output {

        private @Nullable ByteBuffer chunk;

        @Override
        public ByteBuffer claim(int size) {
            ByteBuffer current = chunk;
            if (current != null && current.remaining() >= Math.min(size, CONTIGUOUS)) {
                return current;
            }
            commit();
            ByteBuffer next = ByteBuffer.allocate(chunkSize);
            chunk = next;
            return next;
        }

        @Override
        public boolean full() {
            return full;
        }

        void commit() {
            ByteBuffer done = chunk;
            chunk = null;
            if (done != null && !gone) {
                filled += done.flip().remaining();
                pending.add(done);
                waiting = filled - taken;
                full |= waiting > high;
            }
        }
    }
}
