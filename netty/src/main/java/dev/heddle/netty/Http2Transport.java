package dev.heddle.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A stream of HTTP/2 as a transport: what is written becomes DATA as the peer's windows allow, the end of the output is
 * END_STREAM, and to abort is RST_STREAM with CANCEL, which Netty sends when a stream is closed that has not ended. Source: RFC 8441
 * §5.
 */
final class Http2Transport extends NettyTransport {

    private final Channel stream;
    /** How many bytes were written that the network has not taken; the loop changes it, any thread reads. */
    private final AtomicLong pending = new AtomicLong();
    /** The last write; null when it is done. */
    private @Nullable ChannelFuture last;
    /** Whether the peer has reset the stream. */
    private boolean reset;

    Http2Transport(Channel stream, WriteBufferWaterMark watermarks) {
        super(stream, watermarks);
        this.stream = stream;
    }

    /**
     * What is flushed here waits for the connection to be flushed, at the end of a read of its own: that it waits says nothing. So
     * behind a reader that has stopped, a small message may hold as much again as the flush before it.
     */
    @Override
    int likely(int size) {
        return flushedOr(size);
    }

    @Override
    void write(ByteBuf filled) {
        int bytes = filled.readableBytes();
        pending.addAndGet(bytes);
        ChannelFuture written = stream.write(new DefaultHttp2DataFrame(filled));
        last = written;
        written.addListener(taken -> {
            pending.addAndGet(-bytes);
            if (last == written) {
                last = null;
            }
        });
    }

    @Override
    public void whenWritten(Runnable task) {
        ChannelFuture waitsFor = last;
        if (waitsFor == null) {
            execute(task);
            return;
        }
        waitsFor.addListener(written -> {
            if (written.isSuccess()) {
                execute(task);
            }
        });
    }

    @Override
    public long pendingBytes() {
        return pending.get();
    }

    @Override
    void read() {
        super.read();
        // The window that is given back with this is written, but not flushed by Netty where a read was asked for
        // before: a
        // peer that waits for it would wait for ever.
        stream.flush();
    }

    /** The peer has reset the stream, of which the codec hears behind this call. */
    void resetByPeer() {
        reset = true;
    }

    @Override
    public void abort() {
        if (reset) {
            // When the codec knows: a reset must not be answered with another (RFC 9113 §5.4.2).
            execute(super::abort);
        } else {
            super.abort();
        }
    }

    @Override
    public void close() {
        flush();
        // It goes behind what the windows do not allow yet.
        stream.writeAndFlush(new DefaultHttp2DataFrame(true));
    }
}
