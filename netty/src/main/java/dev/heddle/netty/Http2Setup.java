package dev.heddle.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import java.net.InetAddress;

/**
 * Makes a server's connection one of HTTP/2, whose streams are channels of their own.
 *
 * <pre>
 *   TLS ─▶ Http2FrameCodec ─▶ Http2MultiplexHandler ─▶ Http2Streams
 *                                     │
 *                                     └─▶ stream: ServerStream, and then StreamHandler
 * </pre>
 */
final class Http2Setup {

    /** Twice so many windows of streams fit into the largest window of a connection. */
    static final int MOST_STREAMS = 16_384;

    /** How much may come on a stream that is not read; RFC 9113 §6.9.2 starts with it. */
    static final int WINDOW = 65_535;

    // Floods that cost the peer less than this side: a connection on which more comes is ended.

    /** By default, where there are not more streams. */
    private static final int RESETS = 200;

    private static final int RESETS_WINDOW_SECONDS = 30;

    private static final int EMPTY_FRAMES = 2;
    private static final int SMALL_CONTINUATIONS = 16;
    private static final int QUEUED_CONTROL_FRAMES = 1_000;

    /** How long a connection that is closed waits for its streams, which are closed with it. */
    private static final long CLOSE_MILLIS = 250;

    private final NettyServer.Settings settings;
    private final int maxStreams;
    private final int maxResets;

    /**
     * Sets up connections of a server.
     *
     * @param maxResets as {@link NettyServer.Builder#maxResetsPerConnection} has it; 0 for its default
     */
    Http2Setup(NettyServer.Settings settings, int maxStreams, int maxResets) {
        this.settings = settings;
        this.maxStreams = maxStreams;
        this.maxResets = maxResets == 0 ? Math.max(RESETS, maxStreams) : maxResets;
    }

    /** Takes over a connection before its first byte of HTTP; on its loop. */
    void begin(ChannelPipeline pipeline) {
        HttpHandler http = pipeline.get(HttpHandler.class);
        InetAddress place = http.giveUpPlace();
        if (place == null) {
            // It is being closed, as its address has too many.
            return;
        }
        pipeline.remove(HttpServerCodec.class);
        pipeline.remove(http);
        Http2Streams streams = new Http2Streams(settings, place);
        ChannelInitializer<Channel> stream = new ChannelInitializer<>() {

            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new ServerStream(settings, streams));
            }
        };
        pipeline.channel().config().setOption(ChannelOption.TCP_NODELAY, true);
        pipeline.addLast(codec(), new Http2MultiplexHandler(stream), streams);
        // A stream that is not read holds its own window: it must not hold the one that all share. Twice as much, as
        // Netty gives that back only when half of it was read.
        pipeline.writeAndFlush(new DefaultHttp2WindowUpdateFrame(WINDOW * (2 * maxStreams - 1)));
    }

    /** Source: RFC 9113 §10.5; CVE-2023-44487, CVE-2024-27316, CVE-2025-55163. */
    private Http2FrameCodec codec() {
        return guarded(Http2FrameCodecBuilder.forServer())
                .initialSettings(Http2Settings.defaultSettings()
                        .connectProtocolEnabled(true)
                        .maxConcurrentStreams(maxStreams)
                        .initialWindowSize(WINDOW)
                        .maxHeaderListSize(settings.serving()
                                .endpoint()
                                .options()
                                .driver()
                                .limits()
                                .maxHead()))
                .decoderEnforceMaxRstFramesPerWindow(maxResets, RESETS_WINDOW_SECONDS)
                .encoderEnforceMaxRstFramesPerWindow(maxResets, RESETS_WINDOW_SECONDS)
                .build();
    }

    /** Limits what a peer of either side can do to the other. Source: RFC 9113 §10.5. */
    static Http2FrameCodecBuilder guarded(Http2FrameCodecBuilder codec) {
        return codec.decoderEnforceMaxConsecutiveEmptyDataFrames(EMPTY_FRAMES)
                .decoderEnforceMaxSmallContinuationFrames(SMALL_CONTINUATIONS)
                .encoderEnforceMaxQueuedControlFrames(QUEUED_CONTROL_FRAMES)
                .gracefulShutdownTimeoutMillis(CLOSE_MILLIS);
    }
}
