package dev.heddle.netty;

import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.websocket.Connection;
import dev.heddle.websocket.Decision;
import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.EventSourceConnection;
import dev.heddle.websocket.EventSourceListener;
import dev.heddle.websocket.Route;
import dev.heddle.websocket.WebSocketConnection;
import dev.heddle.websocket.WebSocketOptions;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.CompletionStage;

/**
 * A channel's way from the request that an endpoint takes to the connection that it becomes, or to its end. It stands directly
 * behind the codec, so that nothing that comes reaches a handler behind it any more, and holds what comes before it is decided
 * what it is.
 *
 * <pre>
 *   front ─▶ HttpServerCodec ─▶ Takeover ─▶ HTTP of the server or the application
 *   front ─▶ ConnectionHandler
 * </pre>
 */
final class Takeover extends ChannelInboundHandlerAdapter {

    private static final System.Logger LOG = System.getLogger(Takeover.class.getName());

    private final Serving serving;
    private final HttpDeadline deadline;
    private final Deciding deciding;
    /** Whether the request may be answered. */
    private boolean begun;

    private Takeover(Serving serving, HttpDeadline deadline, Deciding deciding) {
        this.serving = serving;
        this.deadline = deadline;
        this.deciding = deciding;
    }

    /**
     * Puts it behind the codec.
     *
     * @param deadline by when the channel has to be a connection; runs already, and is cleared
     */
    static Takeover install(
            ChannelPipeline pipeline, Serving serving, HttpDeadline deadline, HttpRequest http, Request request) {
        int maxEarlyBytes = serving.endpoint().options().driver().limits().maxEarlyBytes();
        Takeover takeover = new Takeover(serving, deadline, new Deciding(http, request, maxEarlyBytes));
        pipeline.addAfter(pipeline.context(HttpServerCodec.class).name(), null, takeover);
        return takeover;
    }

    /** Does what the endpoint says of the request. */
    void begin(ChannelPipeline pipeline, Route route) {
        ChannelHandlerContext context = pipeline.context(this);
        if (context == null || deciding.isOver()) {
            // The channel was closed while this waited.
            return;
        }
        begun = true;
        if (route instanceof Route.ToWebSocket webSocket) {
            await(context, webSocket.decision());
        } else if (route instanceof Route.ToEventStream stream) {
            eventStream(context, stream.listener());
        } else if (route instanceof Route.Refused refused) {
            refuse(context, refused.response());
        }
    }

    /**
     * Reads no more for now. What was read already is no HTTP if the request is accepted: it comes here as it is.
     */
    void hold(ChannelPipeline pipeline) {
        pipeline.channel().config().setAutoRead(false);
        pipeline.get(HttpServerCodec.class).removeInboundHandler();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            // What is no buffer is the end of the request.
            if (!deciding.isOver() && message instanceof ByteBuf bytes && !deciding.add(bytes.retain())) {
                tooMuch(context);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        deciding.drop();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        deciding.drop();
        deadline.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        broke(context, cause);
    }

    /** Ends a connection that fails before it is one of the endpoint's. */
    static void broke(ChannelHandlerContext context, Throwable cause) {
        // A peer that breaks off or speaks no TLS is nothing to worry about; anything else is a fault of ours.
        boolean peers = cause instanceof IOException || cause.getCause() instanceof IOException;
        LOG.log(
                peers ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                "A connection failed before it was a WebSocket",
                cause);
        context.close();
    }

    private void tooMuch(ChannelHandlerContext context) {
        if (begun) {
            refuse(
                    context,
                    Response.text(
                            400,
                            "Received too many bytes before the handshake was accepted (maxEarlyBytes is "
                                    + deciding.maxEarlyBytes() + ")"));
        } else {
            // Something else is being answered.
            deciding.drop();
            context.close();
        }
    }

    private void await(ChannelHandlerContext context, CompletionStage<Decision> decision) {
        decision.thenAccept(decided -> {
            if (context.executor().inEventLoop()) {
                decided(context, decided);
            } else {
                context.executor().execute(() -> decided(context, decided));
            }
        });
        if (!deciding.isOver()) {
            hold(context.pipeline());
        }
    }

    private void decided(ChannelHandlerContext context, Decision decision) {
        if (deciding.isOver() || !context.channel().isActive()) {
            deciding.drop();
            return;
        }
        try {
            answer(context, decision);
        } catch (RuntimeException | Error e) {
            // Nobody else would hear of it: the stage takes what is thrown into it.
            deciding.drop();
            broke(context, e);
        }
    }

    private void answer(ChannelHandlerContext context, Decision decision) {
        Response noPlace = serving.noPlace(deciding.request());
        if (noPlace != null) {
            refuse(context, noPlace);
        } else if (decision instanceof Decision.Accept accept) {
            upgrade(context, accept);
        } else if (decision instanceof Decision.Refuse refusal) {
            refuse(context, refusal.response());
        }
    }

    /** The driver alone stays on the channel, and answers also what is wrong with the handshake. */
    private void upgrade(ChannelHandlerContext context, Decision.Accept accept) {
        WebSocketOptions options = serving.endpoint().options();
        NettyTransport transport = new NettyTransport(context.channel(), serving.watermarks());
        WebSocketConnection connection;
        try {
            connection = WebSocketConnection.server(
                    deciding.request(), accept.headers(), accept.listener(), options, transport);
        } catch (IllegalArgumentException e) {
            refuse(context, Endpoint.applicationThrew(e));
            return;
        }
        if (!handOver(context, connection, transport)) {
            return;
        }
        // A handshake of draft 76 may still wait for the end of its request.
        connection.connected();
        connection.start();
        if (deciding.hadBytes()) {
            connection.readComplete();
        }
    }

    private void eventStream(ChannelHandlerContext context, EventSourceListener listener) {
        NettyTransport transport = new NettyTransport(context.channel(), serving.eventWatermarks());
        EventSourceConnection connection = EventSourceConnection.server(
                deciding.request(), listener, serving.endpoint().eventSourceOptions(), transport);
        if (handOver(context, connection, transport)) {
            connection.start();
        }
    }

    /**
     * Leaves the channel to a connection, which gets the bytes that came behind its request. No other handler is left but those in
     * front of the codec: one behind it would wait for HTTP that does not come, and end the connection by its timeouts.
     *
     * @return false if there is no place for it: then the request is refused
     */
    private boolean handOver(ChannelHandlerContext context, Connection connection, NettyTransport transport) {
        Channel channel = context.channel();
        ChannelPipeline pipeline = context.pipeline();
        if (!serving.connections().enter(channel)) {
            refuse(context, serving.refusal(deciding.request()));
            return false;
        }
        ConnectionHandler handler = new ConnectionHandler(connection, transport);
        pipeline.addAfter(context.name(), null, handler);
        // From the end on: what one of them had held back then reaches none of the others.
        while (pipeline.last() != handler) {
            pipeline.removeLast();
        }
        if (serving.connections().stopping()) {
            connection.goAway();
        }
        // The driver keeps them until the handshake is done.
        deciding.passOn(context);
        pipeline.remove(this);
        // Passes on what it has itself, if it reads still.
        pipeline.remove(HttpServerCodec.class);
        channel.config().setAutoRead(true);
        return true;
    }

    private void refuse(ChannelHandlerContext context, Response response) {
        context.pipeline().remove(this);
        Ending.refuse(
                context.channel(),
                deciding.http(),
                response,
                deadline,
                serving.endpoint().options());
    }
}
