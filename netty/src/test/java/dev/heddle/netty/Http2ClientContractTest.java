package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.testkit.contract.Peer;
import dev.heddle.testkit.contract.TransportContract;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Our client by a stream of HTTP/2, which has no head in bytes: the cases of {@code ClientTransportContract} that are about one
 * stand in {@link Http2ClientTest}.
 */
class Http2ClientContractTest extends TransportContract {

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    @Override
    protected Peer open(WebSocketListener listener, WebSocketOptions options) throws Exception {
        return open(listener, options, new Http2Settings());
    }

    @Override
    protected Peer openNarrow(WebSocketListener listener, WebSocketOptions options) throws Exception {
        return open(listener, options, new Http2Settings().initialWindowSize(Http2ServerContractTest.NARROW));
    }

    NettyClient.Builder builder() {
        return NettyClient.builder();
    }

    /** Tells whether the server is one of TLS. */
    boolean tls() {
        return false;
    }

    private Peer open(WebSocketListener listener, WebSocketOptions options, Http2Settings settings) throws Exception {
        AskedFor asked = new AskedFor();
        Http2Server server = new Http2Server(settings.connectProtocolEnabled(true), asked, tls());
        opened.push(server);
        NettyClient client = builder()
                .threads(1)
                .http2(Http2Mode.PRIOR_KNOWLEDGE)
                .options(options)
                .build();
        opened.push(client);
        client.connect((tls() ? "wss" : "ws") + server.url().substring(2), listener);
        StreamPeer peer = asked.stream.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS);
        Http2Headers request = peer.head();
        assertThat(request.get(":protocol")).asString().isEqualTo("websocket");
        peer.respond(new DefaultHttp2Headers().status("200"));
        return peer;
    }

    @Override
    protected void stop() throws Exception {
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    /** Takes the one stream of a case. */
    @ChannelHandler.Sharable
    private static final class AskedFor extends ChannelInitializer<Channel> {

        final CompletableFuture<StreamPeer> stream = new CompletableFuture<>();

        @Override
        protected void initChannel(Channel made) {
            StreamPeer peer = new StreamPeer(false, made);
            made.pipeline().addLast(peer);
            stream.complete(peer);
        }
    }
}
