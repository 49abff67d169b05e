package dev.heddle.netty;

import dev.heddle.websocket.ClientOptions;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection of HTTP/2: waits for the server's SETTINGS, then opens as many streams as these allow, and ends with the
 * last. On its loop.
 *
 * <pre>
 *   begin ──SETTINGS──▶ ready ──GOAWAY, a refused stream, the last stream──▶ leaving ──no stream left──▶ closed
 * </pre>
 */
final class Http2Connection extends ChannelInboundHandlerAdapter {

    private final Http2Origin origin;
    private final Channel channel;
    /** The time for the SETTINGS; null if there is no limit. */
    private @Nullable Future<?> deadline;
    /** Whether the server's SETTINGS are there, and enable extended CONNECT. */
    private boolean ready;
    /** Whether it takes no more streams. */
    private boolean leaving;
    /** How many streams it may have at once. */
    private long most;
    /** How many are being opened. */
    private int opening;
    /** Those that it has. */
    private final Set<Channel> open = new HashSet<>();

    private Http2Connection(Http2Origin origin, Channel channel) {
        this.origin = origin;
        this.channel = channel;
    }

    /** Makes a channel on which nothing was said a connection of HTTP/2. */
    static void begin(Http2Origin origin, Channel channel) {
        ClientOptions options = origin.pool().dialer().options();
        Http2Connection connection = new Http2Connection(origin, channel);
        origin.pool().hold(origin.server());
        channel.closeFuture().addListener(closed -> origin.pool().leave(origin));
        // The server opens none: push is off.
        Http2MultiplexHandler streams = new Http2MultiplexHandler(new ChannelInboundHandlerAdapter());
        channel.pipeline().addLast(codec(options), streams, connection);
        // Twice what its streams may hold, as on the server: see Http2Setup.
        channel.writeAndFlush(new DefaultHttp2WindowUpdateFrame(Http2Setup.WINDOW * (2 * Http2Setup.MOST_STREAMS - 1)));
        connection.limit(options.webSocket().handshakeTimeout());
    }

    private static Http2FrameCodec codec(ClientOptions options) {
        return Http2Setup.guarded(Http2FrameCodecBuilder.forClient())
                .initialSettings(Http2Settings.defaultSettings()
                        .pushEnabled(false)
                        .initialWindowSize(Http2Setup.WINDOW)
                        .maxHeaderListSize(options.webSocket().driver().limits().maxHead()))
                .build();
    }

    private void limit(Duration timeout) {
        if (!timeout.isZero()) {
            deadline = channel.eventLoop()
                    .schedule(
                            () -> end(new TimeoutException("The server's SETTINGS of HTTP/2 did not come within "
                                    + timeout + " (handshakeTimeout)")),
                            timeout.toNanos(),
                            TimeUnit.NANOSECONDS);
        }
    }

    // For its origin and its streams

    Channel channel() {
        return channel;
    }

    boolean hasRoom() {
        return ready && !leaving && streams() < most && channel.isActive();
    }

    /** Opens a stream for a WebSocket; there must be room. */
    void open(Connecting attempt) {
        opening++;
        Future<Http2StreamChannel> opened = new Http2StreamChannelBootstrap(channel).open();
        opened.addListener(done -> {
            opening--;
            if (opened.isSuccess()) {
                Channel stream = opened.getNow();
                open.add(stream);
                stream.closeFuture().addListener(closed -> {
                    open.remove(stream);
                    left();
                });
                attempt.stream(this, stream);
            } else {
                left();
                attempt.noStream(opened.cause());
            }
        });
    }

    /** Takes no more streams, and closes behind the last. */
    void leave() {
        leaving = true;
        origin.left(this);
        settle();
    }

    /** Closes if there is no stream. */
    void settle() {
        if (ready && streams() == 0) {
            leaving = true;
            origin.left(this);
            // The codec says GOAWAY in front of it.
            channel.close();
        }
    }

    private int streams() {
        return opening + open.size();
    }

    private void left() {
        origin.serve();
        settle();
    }

    // For its channel

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof Http2SettingsFrame frame) {
                settings(context, frame.settings());
            } else if (message instanceof Http2GoAwayFrame) {
                // The streams that the server did not see are told by the codec.
                leave();
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end(new IOException("The server closed the connection in front of its SETTINGS of HTTP/2"));
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        LeftStreams.close(open);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof Http2Exception fault) {
            // Behind the codec, which says to the server what it did wrong, and ends the connection.
            context.executor()
                    .execute(() -> end(new IOException("No connection of HTTP/2: " + fault.getMessage(), fault)));
        } else {
            end(cause);
            context.close();
        }
    }

    /** It can not go on; who waits for it is told. */
    private void end(Throwable cause) {
        clear();
        leaving = true;
        origin.left(this);
        if (!ready) {
            origin.failed(channel, cause);
        }
    }

    private void settings(ChannelHandlerContext context, Http2Settings settings) {
        Boolean connect = settings.connectProtocolEnabled();
        Long streamsAllowed = settings.maxConcurrentStreams();
        if (!ready && !leaving) {
            clear();
            if (!Boolean.TRUE.equals(connect)) {
                leaving = true;
                origin.unsupported(channel);
                return;
            }
            ready = true;
            most = streamsAllowed == null ? Http2Setup.MOST_STREAMS : allowed(streamsAllowed);
            origin.ready(this);
        } else if (Boolean.FALSE.equals(connect)) {
            // RFC 8441 §3; that it is 0 or 1 the codec sees to.
            leave();
            context.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.PROTOCOL_ERROR));
            context.close();
        } else if (streamsAllowed != null) {
            most = allowed(streamsAllowed);
            origin.serve();
        }
    }

    private static long allowed(long wanted) {
        return Math.min(wanted, Http2Setup.MOST_STREAMS);
    }

    private void clear() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }
}
