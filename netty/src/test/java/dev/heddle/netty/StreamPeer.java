package dev.heddle.netty;

import dev.heddle.testkit.contract.Peer;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The other end of a stream of HTTP/2 (RFC 8441 §5): its bytes are DATA, the end of its output is END_STREAM, and to break it is
 * RST_STREAM. The only handler of a stream on Netty's own codec. What is not read stays in the stream's window.
 */
final class StreamPeer extends ChannelInboundHandlerAdapter implements Peer {

    private static final Object END = "END_STREAM";

    private final boolean client;
    private final Channel stream;
    /** What was read of the stream and not asked for: heads, bytes, {@link #END}, and why there is no more. */
    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

    private String cause = "The stream was closed";
    /** What is read at present; belongs to the thread that reads. */
    private byte[] bytes = {};

    private int at;

    /**
     * Makes the peer of a stream that has no handler yet.
     *
     * @param client whether it has asked for the stream
     */
    StreamPeer(boolean client, Channel stream) {
        this.client = client;
        this.stream = stream;
        stream.config().setAutoRead(false);
    }

    @Override
    public boolean isClient() {
        return client;
    }

    /** Reads the head of the request or of the response, with which the stream begins. */
    Http2Headers head() throws IOException {
        Object event = next();
        if (event instanceof Http2Headers head) {
            return head;
        }
        throw new AssertionError("No head: " + event);
    }

    /** Sends the head of the response. */
    void respond(Http2Headers head) throws IOException {
        done(stream.writeAndFlush(new DefaultHttp2HeadersFrame(head)));
    }

    @Override
    public void write(byte[] written) throws IOException {
        done(stream.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(written))));
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (at == bytes.length) {
            Object event = next();
            if (!(event instanceof byte[] more)) {
                // It stays the end.
                events.add(event);
                return -1;
            }
            bytes = more;
            at = 0;
        }
        int count = Math.min(length, bytes.length - at);
        System.arraycopy(bytes, at, into, from, count);
        at += count;
        return count;
    }

    @Override
    public void shutdownOutput() throws IOException {
        ChannelFuture ended = stream.writeAndFlush(new DefaultHttp2DataFrame(true));
        try {
            done(ended);
        } catch (IOException e) {
            // The other side was faster, and all is over.
            if (stream.isActive()) {
                throw e;
            }
        }
    }

    @Override
    public void reset() throws IOException {
        done(stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL)));
    }

    /** Resets the stream unless it has ended. */
    @Override
    public void close() {
        stream.close();
    }

    /** Waits for what comes next. Who waits asks for it: nobody else reads the stream. */
    private Object next() throws IOException {
        Object event = events.poll();
        if (event == null) {
            stream.eventLoop().execute(() -> {
                stream.read();
                // The window that is given back by it.
                stream.flush();
            });
            event = poll();
        }
        if (event instanceof IOException failure) {
            events.add(failure);
            throw new IOException(failure.getMessage(), failure);
        }
        return event;
    }

    private Object poll() throws IOException {
        try {
            Object event = events.poll(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (event == null) {
                throw new SocketTimeoutException("Nothing came on the stream for " + Http2Peer.PATIENCE_SECONDS + " s");
            }
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        }
    }

    private static void done(ChannelFuture written) throws IOException {
        try {
            if (!written.await(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new SocketTimeoutException("Not written within " + Http2Peer.PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        }
        if (!written.isSuccess()) {
            throw new IOException("Not written: " + written.cause(), written.cause());
        }
    }

    private static InterruptedIOException interrupted(InterruptedException cause) {
        InterruptedIOException interrupted = new InterruptedIOException("Interrupted while waiting for a stream");
        interrupted.initCause(cause);
        return interrupted;
    }

    // On the loop

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof Http2HeadersFrame head) {
                events.add(head.headers());
                end(head.isEndStream());
            } else if (message instanceof Http2DataFrame data) {
                if (data.content().isReadable()) {
                    events.add(ByteBufUtil.getBytes(data.content()));
                }
                end(data.isEndStream());
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void end(boolean isEnd) {
        if (isEnd) {
            events.add(END);
        }
    }

    /** A reset overtakes what was not read; here it comes behind that, when the stream is closed. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Http2ResetFrame reset) {
            cause = "The stream was reset with " + Http2Error.valueOf(reset.errorCode());
            stream.config().setAutoRead(true);
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        events.add(new IOException(cause));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
        cause = fault.toString();
        context.close();
    }
}
