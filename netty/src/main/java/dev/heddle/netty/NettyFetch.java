package dev.heddle.netty;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Limits;
import dev.heddle.websocket.Fetch;
import dev.heddle.websocket.HttpUrl;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.util.concurrent.Future;

/** The requests of one event stream, each on a connection of its own. */
final class NettyFetch implements Fetch {

    private final EventStreams streams;
    private final EventLoop loop;

    NettyFetch(EventStreams streams, EventLoop loop) {
        this.streams = streams;
        this.loop = loop;
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public Call open(HttpUrl url, Headers headers, Receiver receiver) {
        ResponseHandler handler = new ResponseHandler(
                url, headers, receiver, streams.options().webSocket().driver().limits());
        Future<Channel> dialing = streams.dial(loop, url);
        dialing.addListener(done -> {
            if (dialing.isSuccess()) {
                begin(dialing.getNow(), url, handler);
            } else {
                handler.failed(dialing.cause());
            }
        });
        return new Call() {

            @Override
            public void read() {
                handler.read();
            }

            @Override
            public void cancel() {
                handler.cancel();
                dialing.cancel(false);
            }
        };
    }

    @Override
    public void closed() {
        streams.remove(this);
    }

    private void begin(Channel channel, HttpUrl url, ResponseHandler handler) {
        try {
            setUp(channel, url, handler);
        } catch (RuntimeException e) {
            // What the application has to say about TLS may throw.
            channel.close();
            handler.failed(e);
        }
    }

    private void setUp(Channel channel, HttpUrl url, ResponseHandler handler) {
        // A read on demand is to be one read.
        channel.config().setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(1));
        ChannelPipeline pipeline = channel.pipeline();
        if (url.secure()) {
            pipeline.addLast(streams.tlsHandler(channel, url));
        }
        Limits limits = streams.options().webSocket().driver().limits();
        HttpDecoderConfig config = new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.maxStartLine())
                .setMaxHeaderSize(limits.maxHead());
        pipeline.addLast(new HttpClientCodec(config, false, false), handler);
        // Up to the head, whatever it was before.
        channel.config().setAutoRead(true);
    }
}
