package dev.heddle.watershed;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * What is left of an HTTP connection once it is upgraded: bytes in both directions, in front of which stands what the HTTP parser
 * had read too much.
 *
 * <p>It blocks. One thread at a time may read and another write, and any thread may close it, which ends what blocks if that is a
 * socket or a channel; of a pair of streams it depends on these. A socket of TLS waits with {@link #close} for who writes, as it sends a
 * close_notify first; {@link #reset} waits for nobody. Streams of {@code java.nio.channels.Channels} go around it where
 * streams are wanted.
 */
public final class UpgradedChannel implements ByteChannel {

    private final Wire wire;
    /** What comes in front, or null; the reader's. */
    private @Nullable ByteBuffer head;

    private UpgradedChannel(Wire wire) {
        this.wire = wire;
    }

    /** Makes one of a socket, which may be one of TLS. */
    public static UpgradedChannel of(Socket socket) throws IOException {
        return new UpgradedChannel(new StreamWire(socket.getInputStream(), socket.getOutputStream(), new Peer(socket)));
    }

    /**
     * Makes one of a channel.
     *
     * @throws IllegalArgumentException if it is not in blocking mode
     */
    public static UpgradedChannel of(ByteChannel channel) {
        if (channel instanceof SelectableChannel selectable && !selectable.isBlocking()) {
            throw new IllegalArgumentException("The channel is in non-blocking mode, expected blocking mode: "
                    + "who selects gives writing(…) and parses what was read");
        }
        Peer peer = channel instanceof SocketChannel socket ? new Peer(socket.socket()) : null;
        return new UpgradedChannel(new ChannelWire(channel, channel, peer));
    }

    /**
     * Makes one of a pair of streams; what is written is flushed at once. One must not wait for the other: where two streams of {@code
     * Channels} share a {@code SocketChannel}, writing waits for reading, so give that channel itself.
     */
    public static UpgradedChannel of(InputStream in, OutputStream out) {
        return new UpgradedChannel(new StreamWire(in, out, null));
    }

    /**
     * Makes one for an owner that reads in a loop of its own and gives the bytes to {@link WatershedConnection#parse}; only written
     * to.
     *
     * @param out takes all that it is given, by writing or by keeping it; closed when the connection has nothing more to say
     */
    public static UpgradedChannel writing(WritableByteChannel out) {
        return new UpgradedChannel(new ChannelWire(null, out, null));
    }

    /**
     * Reads, what was read too early first; blocks until there is something.
     *
     * @return how many bytes, at least one if the target has room, or -1 at the end
     * @throws IOException as the channel does, or if that does not block
     * @throws java.nio.channels.NonReadableChannelException if it was made by {@link #writing}, and nothing is in front any more
     */
    @Override
    public int read(ByteBuffer target) throws IOException {
        boolean room = target.hasRemaining();
        int early = readHead(target);
        if (early > 0 || !room) {
            return early;
        }
        int count = wire.read(target);
        if (count == 0 && room) {
            throw new IOException("The channel gave no byte: it has to block until there is one");
        }
        return count;
    }

    /**
     * Writes all that is in the source; blocks while the peer does not read.
     *
     * @return how many bytes that was
     */
    @Override
    public int write(ByteBuffer source) throws IOException {
        int count = source.remaining();
        wire.write(source);
        return count;
    }

    /** Tells the peer that no more comes, and can still be read; does nothing on a channel that knows no such thing. */
    public void shutdownOutput() throws IOException {
        wire.shutdownOutput();
    }

    /** Closes so that the peer sees a connection that broke (RST), if this is a socket; else just closes. */
    public void reset() throws IOException {
        try {
            wire.abandon();
        } finally {
            wire.close();
        }
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }

    @Override
    public boolean isOpen() {
        return wire.isOpen();
    }

    /** Puts bytes in front, of which a copy is kept. */
    void putBack(@Nullable ByteBuffer bytes) {
        if (bytes != null && bytes.hasRemaining()) {
            ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
            head = copy.put(bytes.duplicate()).flip();
        }
    }

    /** Tells whether there is anything to read from, besides what is in front. */
    boolean isReadable() {
        return wire.isReadable();
    }

    /** Reads only what was put in front; returns how many bytes that were, 0 if there are no more. */
    int readHead(ByteBuffer target) {
        ByteBuffer first = head;
        if (first == null) {
            return 0;
        }
        int count = Math.min(first.remaining(), target.remaining());
        target.put(first.slice().limit(count));
        first.position(first.position() + count);
        if (!first.hasRemaining()) {
            head = null;
        }
        return count;
    }

    Wire wire() {
        return wire;
    }
}
