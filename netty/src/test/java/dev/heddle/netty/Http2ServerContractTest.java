package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.testkit.contract.Peer;
import dev.heddle.testkit.contract.TransportContract;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Our server by a stream of HTTP/2, which has no head in bytes: the cases of {@code ServerTransportContract} that are about one
 * stand in {@link Http2HandshakeTest}.
 */
class Http2ServerContractTest extends TransportContract {

    /** The window of a stream whose peer is to take next to nothing. */
    static final int NARROW = 4 * 1024;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    @Override
    protected Peer open(WebSocketListener listener, WebSocketOptions options) throws Exception {
        return open(listener, options, Http2Settings.defaultSettings());
    }

    @Override
    protected Peer openNarrow(WebSocketListener listener, WebSocketOptions options) throws Exception {
        return open(listener, options, Http2Settings.defaultSettings().initialWindowSize(NARROW));
    }

    /** Starts a server, which ends with the case; returns its port. */
    int serve(WebSocketListener listener, WebSocketOptions options) throws Exception {
        NettyServer server = builder()
                .port(0)
                .host("127.0.0.1")
                .threads(2)
                .http2(true)
                .options(options)
                .listener(request -> listener)
                .start();
        atEnd(server);
        return server.port();
    }

    NettyServer.Builder builder() throws Exception {
        return NettyServer.builder();
    }

    /** Closes something with the case, in front of what was opened before it. */
    final void atEnd(AutoCloseable resource) {
        opened.push(resource);
    }

    /** Returns what a peer has in front of HTTP/2. */
    ChannelHandler[] below() {
        return new ChannelHandler[0];
    }

    private Peer open(WebSocketListener listener, WebSocketOptions options, Http2Settings settings) throws Exception {
        Http2Peer connection = Http2Peer.connect(serve(listener, options), settings, below());
        atEnd(connection);
        StreamPeer peer = connection.ask(connection.webSocket("/"));
        assertThat(peer.head().status()).asString().isEqualTo("200");
        return peer;
    }

    @Override
    protected void stop() throws Exception {
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }
}
