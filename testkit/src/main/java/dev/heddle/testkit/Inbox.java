package dev.heddle.testkit;

import dev.heddle.websocket.Connection;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What has come from the peer, until the connection reads it. */
final class Inbox {

    private static final byte POISON = (byte) 0xDD;

    private final MemoryTransport transport;
    private final MemoryLoop loop;
    private final Queue<ByteBuffer> reads = new ArrayDeque<>();
    private @Nullable Connection connection;
    private int partSize = Integer.MAX_VALUE;
    private boolean paused;
    /** Whether a task that reads waits in the loop. */
    private boolean scheduled;
    /** Whether the peer's end has come, behind the reads. */
    private boolean endWaits;
    /** Whether the connection was told of it. */
    private boolean ended;

    Inbox(MemoryTransport transport, MemoryLoop loop) {
        this.transport = transport;
        this.loop = loop;
    }

    void attach(Connection owner) {
        connection = owner;
    }

    void partSize(int size) {
        partSize = size;
    }

    void add(ByteBuffer read) {
        if (!endWaits) {
            reads.add(read);
            schedule();
        }
    }

    void addEnd() {
        endWaits = true;
        schedule();
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        schedule();
    }

    boolean isEnded() {
        return ended;
    }

    /** Reads in a task of its own: a connection is never called from inside of what it calls. */
    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            loop.execute(this::read);
        }
    }

    private void read() {
        scheduled = false;
        Connection owner = connection;
        if (owner == null) {
            return;
        }
        while (!paused && !transport.isGone() && !reads.isEmpty()) {
            parts(owner, reads.remove());
            owner.readComplete();
        }
        if (!paused && !transport.isGone() && endWaits && !ended) {
            ended = true;
            owner.ended();
            transport.inputEnded();
        }
    }

    private void parts(Connection owner, ByteBuffer read) {
        do {
            byte[] part = new byte[Math.min(partSize, read.remaining())];
            read.get(part);
            owner.received(ByteBuffer.wrap(part));
            Arrays.fill(part, POISON);
        } while (read.hasRemaining());
    }
}
