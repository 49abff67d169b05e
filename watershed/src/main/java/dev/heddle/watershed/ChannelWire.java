package dev.heddle.watershed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** A channel in blocking mode, or only its way out where the owner reads. */
final class ChannelWire extends Wire {

    private final @Nullable ReadableByteChannel in;
    private final WritableByteChannel out;

    ChannelWire(@Nullable ReadableByteChannel in, WritableByteChannel out, @Nullable Peer peer) {
        super(peer);
        this.in = in;
        this.out = out;
    }

    @Override
    int read(ByteBuffer target) throws IOException {
        if (in == null) {
            throw new NonReadableChannelException();
        }
        return in.read(target);
    }

    @Override
    boolean isReadable() {
        return in != null;
    }

    @Override
    void write(ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            if (out.write(source) <= 0) {
                throw new IOException("The channel took none of " + source.remaining()
                        + " bytes: it has to block, or keep what it can not write yet");
            }
        }
    }

    @Override
    void shutdownOutput() throws IOException {
        if (peer != null) {
            peer.shutdownOutput();
        }
    }

    @Override
    void close() throws IOException {
        out.close();
    }

    @Override
    boolean isOpen() {
        return out.isOpen();
    }
}
