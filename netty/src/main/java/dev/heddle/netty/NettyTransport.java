package dev.heddle.netty;

import dev.heddle.driver.Output;
import dev.heddle.websocket.EventSourceOptions;
import dev.heddle.websocket.Transport;
import dev.heddle.websocket.WebSocketOptions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Netty channel as a transport. What the driver claims is a {@link Chunk}, which is written as it is: no copy, one write and
 * one flush for all that a read caused. An idle connection holds none.
 */
sealed class NettyTransport implements Transport, Output permits Http2Transport {

    private final Channel channel;

    /** What is being filled, or null. */
    private @Nullable Chunk chunk;

    /** How many bytes were written that were not flushed. */
    private int unflushed;
    /** How many were flushed the last time: so much it may well be again. */
    private int flushed;
    /** Whether the network did not take all of it at once. */
    private boolean pending;
    /** Whether reading was paused and not resumed. */
    private boolean paused;

    /** How many bytes were ever written. */
    private long written;

    /**
     * Sets the channel up.
     *
     * @param channel of any kind: what it can not be set to, as one without TCP, it does without
     */
    NettyTransport(Channel channel, WriteBufferWaterMark watermarks) {
        this.channel = channel;
        channel.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, watermarks);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
    }

    /** Returns the options' watermarks as Netty knows them; one for many channels. */
    static WriteBufferWaterMark watermarks(WebSocketOptions options) {
        return new WriteBufferWaterMark(options.lowWatermark(), options.highWatermark());
    }

    /** Returns the options' watermarks as Netty knows them; one for many channels. */
    static WriteBufferWaterMark watermarks(EventSourceOptions options) {
        return new WriteBufferWaterMark(options.lowWatermark(), options.highWatermark());
    }

    @Override
    public final Output output() {
        return this;
    }

    @Override
    public final ByteBuffer claim(int size) {
        Chunk last = chunk;
        if (last != null) {
            if (last.memory().remaining() >= Math.min(size, CONTIGUOUS)) {
                return last.memory();
            }
            write();
        }
        Chunk next = Chunks.take(channel.alloc(), likely(size), pending);
        chunk = next;
        return next.memory();
    }

    /** Returns how many bytes are likely to be written up to the next flush, when so many are claimed now. */
    int likely(int size) {
        return pending ? size : flushedOr(size);
    }

    /** Returns how many bytes the last flush brought, or so many if they are more. */
    final int flushedOr(int size) {
        return Math.max(size, flushed);
    }

    @Override
    public final boolean full() {
        return !channel.isWritable();
    }

    @Override
    public final void flush() {
        write();
        if (unflushed > 0) {
            flushed = unflushed;
            unflushed = 0;
            channel.flush();
            pending = pendingBytes() > 0;
        }
    }

    @Override
    public void whenWritten(Runnable task) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (written.isSuccess()) {
                // Not inside the write: what the task writes in turn could end at once and call it again, for ever.
                channel.eventLoop().execute(task);
            }
        });
    }

    @Override
    public long pendingBytes() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    @Override
    public long progress() {
        return written - pendingBytes();
    }

    @Override
    public String peer() {
        SocketAddress address = channel.remoteAddress();
        if (address instanceof InetSocketAddress internet) {
            return internet.getHostString() + ":" + internet.getPort();
        }
        return address == null ? "a peer that is gone" : address.toString();
    }

    @Override
    public boolean inLoop() {
        return channel.eventLoop().inEventLoop();
    }

    @Override
    public void execute(Runnable task) {
        channel.eventLoop().execute(task);
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        Future<?> scheduled = channel.eventLoop().schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public void pauseReading() {
        paused = true;
        channel.config().setAutoRead(false);
    }

    @Override
    public void resumeReading() {
        paused = false;
        // Some channels hold what came meanwhile, and would hand it out inside of this call.
        execute(() -> {
            if (!paused) {
                read();
            }
        });
    }

    /** Reads from here on. */
    void read() {
        channel.config().setAutoRead(true);
    }

    @Override
    public void close() {
        flush();
        // A shutdown would overtake what is pending: it waits for an empty write behind all of it.
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(this::shutdownOutput);
    }

    @Override
    public void abort() {
        // From the first handler on, so that TLS does not wait for a peer that is not there; a channel that is closed
        // has no handlers any more.
        ChannelHandlerContext first = channel.pipeline().firstContext();
        if (first != null) {
            first.close();
        }
    }

    /** Gives back what was claimed and not written; the channel is closed. */
    void release() {
        if (chunk != null) {
            chunk.drop();
            chunk = null;
        }
    }

    private void write() {
        Chunk last = chunk;
        if (last == null) {
            return;
        }
        chunk = null;
        ByteBuf filled = last.filled();
        int bytes = filled.readableBytes();
        unflushed += bytes;
        written += bytes;
        write(filled);
    }

    /** Writes what was filled; whoever it is given to releases it. */
    void write(ByteBuf filled) {
        channel.write(filled, channel.voidPromise());
    }

    /** The peer's end has come: together with this side's it is the connection's. */
    void inputShutdown() {
        if (channel instanceof DuplexChannel duplex && duplex.isOutputShutdown()) {
            channel.close();
        }
    }

    private void shutdownOutput(Future<?> written) {
        Deque<SslHandler> layers = new ArrayDeque<>();
        for (Map.Entry<String, ChannelHandler> handler : channel.pipeline()) {
            if (handler.getValue() instanceof SslHandler tls) {
                layers.push(tls);
            }
        }
        endTls(layers);
    }

    /** Says that no more comes in TLS with the server, then in that with a proxy in front of it, then on the socket. */
    private void endTls(Deque<SslHandler> layers) {
        SslHandler next = layers.poll();
        if (next == null) {
            shutdownSocket();
        } else {
            next.closeOutbound().addListener(done -> endTls(layers));
        }
    }

    private void shutdownSocket() {
        if (!(channel instanceof DuplexChannel duplex)) {
            // It has no end of one side alone.
            channel.close();
            return;
        }
        duplex.shutdownOutput().addListener(done -> {
            if (!done.isSuccess() || duplex.isInputShutdown()) {
                channel.close();
            }
        });
    }
}
