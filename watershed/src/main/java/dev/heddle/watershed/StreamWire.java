package dev.heddle.watershed;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A pair of streams, which may be those of a socket. */
final class StreamWire extends Wire {

    private static final int STEP = 16 * 1024;

    private final InputStream in;
    private final OutputStream out;
    private volatile boolean closed;

    StreamWire(InputStream in, OutputStream out, @Nullable Peer peer) {
        super(peer);
        this.in = in;
        this.out = out;
    }

    @Override
    int read(ByteBuffer target) throws IOException {
        if (target.hasArray()) {
            int count = in.read(target.array(), target.arrayOffset() + target.position(), target.remaining());
            target.position(target.position() + Math.max(count, 0));
            return count;
        }
        byte[] bytes = new byte[Math.min(target.remaining(), STEP)];
        int count = in.read(bytes);
        target.put(bytes, 0, Math.max(count, 0));
        return count;
    }

    @Override
    boolean isReadable() {
        return true;
    }

    @Override
    void write(ByteBuffer source) throws IOException {
        if (source.hasArray()) {
            out.write(source.array(), source.arrayOffset() + source.position(), source.remaining());
            source.position(source.limit());
        } else {
            byte[] bytes = new byte[Math.min(source.remaining(), STEP)];
            while (source.hasRemaining()) {
                int count = Math.min(source.remaining(), STEP);
                source.get(bytes, 0, count);
                out.write(bytes, 0, count);
            }
        }
        out.flush();
    }

    @Override
    void shutdownOutput() throws IOException {
        if (peer == null) {
            out.close();
        } else {
            peer.shutdownOutput();
        }
    }

    @Override
    void close() throws IOException {
        closed = true;
        if (peer != null) {
            peer.close();
            return;
        }
        try (in) {
            out.close();
        }
    }

    @Override
    boolean isOpen() {
        return !closed && (peer == null || peer.isOpen());
    }
}
