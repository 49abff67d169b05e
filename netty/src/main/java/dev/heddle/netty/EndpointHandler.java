package dev.heddle.netty;

import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.EndpointBuilder;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Serves an endpoint inside an application that has its own server on Netty: one instance for all of its channels, in each of them
 * somewhere behind the {@link HttpServerCodec}, and in front of the application's handler; or in the streams of HTTP/2.
 *
 * <pre>{@code
 * EndpointHandler webSockets = new EndpointHandler(Endpoint.builder()
 *         .path("/chat")
 *         .listener(request -> new Chat())
 *         .build());
 * ...
 * channel.pipeline().addLast(new HttpServerCodec(), webSockets, new HttpObjectAggregator(65_536), new Application());
 * }</pre>
 *
 * <p>A request for a WebSocket or an event stream at the endpoint's paths is the endpoint's; any other, also such a one at another
 * path or one that could not be decoded, goes on to the next handler as it came, and no policy of the endpoint's sees it. What is
 * the endpoint's waits until the application has answered what came before on the same connection, which counts into {@link
 * dev.heddle.websocket.WebSocketOptions#handshakeTimeout}; what limits the application's own requests is its own matter.
 *
 * <p>A channel that becomes a connection loses the codec and every handler behind it, the application's too: their {@code
 * handlerRemoved} is called, and nothing else any more. What stands in front of the codec stays, such as TLS, a proxy's protocol,
 * or a traffic shaper. A refusal goes straight to the codec, around the handlers in between, and ends the connection.
 *
 * <p><b>HTTP/2</b> (RFC 8441). In a stream of an {@link Http2MultiplexHandler} the instance stands in front of whatever makes requests
 * of frames, and takes the streams that are the endpoint's; a refusal ends the stream alone. The application's codec has to announce
 * extended CONNECT, by {@link Http2Settings#connectProtocolEnabled}, and its connections need a window for all of their streams together: a
 * WebSocket that is paused keeps that of its own stream. What limits streams and resets is the application's, and so is GOAWAY.
 *
 * <pre>{@code
 * new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
 *     protected void initChannel(Channel stream) {
 *         stream.pipeline().addLast(webSockets, new Http2StreamFrameToHttpObjectCodec(true), new Application());
 *     }
 * })
 * }</pre>
 *
 * <p>Where no policy for hosts was set and the server listens on a loopback address, it is called by this machine's own names only.
 * Any kind of channel will do; one that can not end its output alone, as a {@code LocalChannel}, is closed instead.
 */
@Sharable
public final class EndpointHandler extends ChannelHandlerAdapter {

    private static final int MAX_CONNECTIONS = 10_000;

    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final Serving serving;

    /**
     * Serves an endpoint.
     *
     * @param endpoint what is offered, and to whom; see {@link EndpointBuilder}
     */
    public EndpointHandler(Endpoint endpoint) {
        this(endpoint, MAX_CONNECTIONS);
    }

    /**
     * Serves an endpoint.
     *
     * @param endpoint what is offered, and to whom; see {@link EndpointBuilder}
     * @param maxConnections how many WebSockets and event streams may be open at once, by default 10,000; above, who asks for a
     *     WebSocket gets 503, and who asks for an event stream an empty one, as browsers come back after that
     * @throws IllegalArgumentException unless that is at least 1
     */
    public EndpointHandler(Endpoint endpoint, int maxConnections) {
        if (maxConnections < 1) {
            throw new IllegalArgumentException("maxConnections must be at least 1, not " + maxConnections);
        }
        serving = new Serving(endpoint, channels, maxConnections);
    }

    /** Returns how many WebSockets and event streams are connected; any thread. */
    public int connections() {
        return serving.connections().size();
    }

    /**
     * Stops, from any thread: answers each new request for a WebSocket with 503 and each for an event stream with an empty one that
     * ends, as browsers come back after that, closes every WebSocket with 1001 and every event stream behind what was sent, and
     * breaks off those that are left at the deadline. They are told one after the other, over at most the first half of that time, so that their clients do not all come back at once. The application's own
     * requests pass on as before. Called again, it can only shorten the time.
     *
     * @return done when every connection has ended; to be waited for before the event loops are shut down
     */
    public CompletionStage<Void> shutdown(Duration deadline) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        serving.connections().stop(deadline).thenRun(() -> {
            serving.connections().breakOff();
            channels.newCloseFuture().addListener(all -> ended.complete(null));
        });
        return ended;
    }

    /**
     * Takes its place in a channel.
     *
     * @throws IllegalStateException if no {@link HttpServerCodec} is in front of it; in a stream, if an {@link
     *     Http2StreamFrameToHttpObjectCodec} is; or if it was added with an executor of its own: what it does it does on the channel's
     *     loop
     */
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        boolean stream = context.channel() instanceof Http2StreamChannel;
        if (stream && isInFront(Http2StreamFrameToHttpObjectCodec.class, context)) {
            throw new IllegalStateException(
                    "EndpointHandler needs the frames of a stream: it must be in front of an Http2StreamFrameToHttpObjectCodec");
        }
        if (!stream && !isInFront(HttpServerCodec.class, context)) {
            throw new IllegalStateException("EndpointHandler needs an HttpServerCodec in front of it");
        }
        if (context.executor() != context.channel().eventLoop()) {
            throw new IllegalStateException("EndpointHandler must be on the channel's own event loop");
        }
        // What is the channel's own does not fit into what all share.
        context.pipeline()
                .replace(this, context.name(), stream ? new PassingStream(serving) : new PassingHandler(serving));
    }

    private static boolean isInFront(Class<? extends ChannelHandler> type, ChannelHandlerContext context) {
        ChannelHandlerContext other = context.pipeline().context(type);
        List<String> names = context.pipeline().names();
        return other != null && names.indexOf(other.name()) < names.indexOf(context.name());
    }
}
