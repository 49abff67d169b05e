package dev.heddle.socket;

import dev.heddle.websocket.Connection;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The reader's role on a {@link SocketTransport}: which thread has it, what that has read, and whether anybody wants to hear it. The
 * role passes to a new thread when its reader is held up in a write, and behind a pause.
 */
final class Reading {

    private final SocketTransport transport;
    private final Loop loop;
    private final Wire wire;
    private final Turn turn = new Turn(this::startReader, HeldReaders::add);
    /** Whose turn it is to read; null while there is none, or the next is on its way. */
    private final AtomicReference<@Nullable Thread> reader = new AtomicReference<>();

    // The reader's

    private final ReadBuffer buffer = new ReadBuffer();
    /** Whether the last read found the end. */
    private boolean atEnd;
    /** Whether nobody was told what the last read found. */
    private boolean unheard;

    // On the loop

    /** Whether there is a reader, or one on its way, as the first is from the beginning. */
    private boolean reading = true;

    private boolean paused;
    /** Whether the peer sends no more. */
    private boolean ended;

    Reading(SocketTransport transport, Loop loop, Wire wire) {
        this.transport = transport;
        this.loop = loop;
        this.wire = wire;
    }

    // On the loop

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        if (!reading && !ended && !transport.isGone()) {
            reading = true;
            startReader();
        }
    }

    /** Tells whether the peer sends no more. */
    boolean hasEnded() {
        return ended;
    }

    // On a thread that may wait

    /** Makes the calling thread the first reader, runs a task on the loop, then reads for as long as it is this thread's turn. */
    void begin(Runnable task) {
        reader.set(Thread.currentThread());
        loop.run(task);
        read();
    }

    /** Writes what the outbox holds, as its writer; a reader that is held up in it is none any more. */
    void write() {
        Thread self = Thread.currentThread();
        if (reader.get() != self) {
            transport.write();
            return;
        }
        int mine = turn.write();
        transport.write();
        if (!turn.read(mine)) {
            reader.compareAndSet(self, null);
        }
    }

    private void startReader() {
        transport.startThread(this::takeTurn);
    }

    /** Becomes the reader, in place of one that is held up or behind a pause. */
    private void takeTurn() {
        // First what was read and not heard in a pause.
        begin(this::hear);
    }

    /** Reads while it is the calling thread's turn. */
    private void read() {
        while (reader.get() == Thread.currentThread()) {
            try {
                atEnd = !buffer.fill(wire.in());
            } catch (IOException | RuntimeException | Error e) {
                loop.run(() -> transport.broke(e));
                return;
            }
            unheard = true;
            loop.run(this::hear);
        }
    }

    /** Tells what was read, unless there is a pause; on the loop. */
    private void hear() {
        Connection owner = transport.connection();
        if (unheard && !paused && !transport.isGone() && owner != null) {
            unheard = false;
            if (atEnd) {
                ended = true;
                owner.ended();
                transport.endIfOver();
            } else {
                owner.received(buffer.bytes());
                owner.readComplete();
            }
        }
        if (paused || ended || transport.isGone()) {
            reading = false;
            reader.set(null);
        }
    }
}
