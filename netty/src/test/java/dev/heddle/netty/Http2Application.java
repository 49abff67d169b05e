package dev.heddle.netty;

import dev.heddle.websocket.Endpoint;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An application with a server of HTTP/2 of its own on Netty, and an endpoint in each of its streams. */
final class Http2Application implements AutoCloseable {

    final EndpointHandler endpoint;
    private final Http2Server server;
    private final BlockingQueue<Application> streams = new LinkedBlockingQueue<>();

    Http2Application(Endpoint served) {
        endpoint = new EndpointHandler(served);
        server = new Http2Server(new Http2Settings().connectProtocolEnabled(true), new Streams(), false);
    }

    int port() {
        return server.port();
    }

    /** Waits for the application's part of the next stream. */
    Application stream() throws InterruptedException {
        Application stream = streams.poll(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (stream == null) {
            throw new AssertionError("No stream within " + Http2Peer.PATIENCE_SECONDS + " s");
        }
        return stream;
    }

    @Override
    public void close() {
        endpoint.shutdown(Duration.ofSeconds(2)).toCompletableFuture().join();
        server.close();
    }

    @ChannelHandler.Sharable
    private final class Streams extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel stream) {
            Application application = new Application(true);
            stream.pipeline().addLast(endpoint, new Http2StreamFrameToHttpObjectCodec(true), application);
            streams.add(application);
        }
    }
}
