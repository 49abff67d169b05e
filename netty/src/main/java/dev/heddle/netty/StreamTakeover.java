package dev.heddle.netty;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.websocket.Connection;
import dev.heddle.websocket.Decision;
import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.EventSourceConnection;
import dev.heddle.websocket.EventSourceListener;
import dev.heddle.websocket.Route;
import dev.heddle.websocket.WebSocketConnection;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import java.util.concurrent.CompletionStage;

/**
 * A stream's way from its request to an answer or to the connection that it becomes. Nothing is read behind the request until that
 * is decided: what comes meanwhile stays in the stream's window.
 */
abstract class StreamTakeover extends ChannelInboundHandlerAdapter {

    private static final System.Logger LOG = System.getLogger(StreamTakeover.class.getName());

    private final Serving serving;
    private final HttpDeadline deadline = new HttpDeadline();
    /** Whether the peer has ended its side with the request. */
    private boolean ended;

    StreamTakeover(Serving serving) {
        this.serving = serving;
    }

    /** For who counts them: a stream becomes a connection, until it is closed. */
    void connected(Channel stream) {}

    /** A request has come, and is to be answered within the time for handshakes. */
    final void begin(ChannelHandlerContext context, Http2HeadersFrame head) {
        ended = head.isEndStream();
        deadline.set(context, serving.endpoint().options().handshakeTimeout());
        context.channel().config().setAutoRead(false);
    }

    /** Does what the endpoint says of the request; what is none of its matters is not for here. */
    final void follow(ChannelHandlerContext context, Request request, Route route) {
        if (route instanceof Route.ToWebSocket webSocket) {
            await(context, request, webSocket.decision());
        } else if (route instanceof Route.ToEventStream stream) {
            eventStream(context, request, stream.listener());
        } else if (route instanceof Route.Refused refused) {
            answer(context, request, refused.response());
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        deadline.clear();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Http2ResetFrame) {
            // Netty leaves one open that is not read, and has something to read. Later, as the codec knows then that
            // the stream has ended: a reset must not be answered with another (RFC 9113 §5.4.2).
            context.executor().execute(context::close);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // What the peer did wrong; what is this side's fault is caught below.
        LOG.log(System.Logger.Level.DEBUG, "A stream of HTTP/2 failed before it was a WebSocket", cause);
        StreamHandler.blame(context, cause);
        context.close();
    }

    private void await(ChannelHandlerContext context, Request request, CompletionStage<Decision> decision) {
        decision.thenAccept(decided -> {
            if (context.executor().inEventLoop()) {
                decided(context, request, decided);
            } else {
                context.executor().execute(() -> decided(context, request, decided));
            }
        });
    }

    private void decided(ChannelHandlerContext context, Request request, Decision decision) {
        if (!context.channel().isActive()) {
            return;
        }
        try {
            Response noPlace = serving.noPlace(request);
            if (noPlace != null) {
                answer(context, request, noPlace);
            } else if (decision instanceof Decision.Accept accept) {
                open(context, request, accept);
            } else if (decision instanceof Decision.Refuse refusal) {
                answer(context, request, refusal.response());
            }
        } catch (RuntimeException | Error e) {
            // Nobody else would hear of it: the stage takes what is thrown into it.
            broke(context, e);
        }
    }

    private void open(ChannelHandlerContext context, Request request, Decision.Accept accept) {
        Channel stream = context.channel();
        Http2Transport transport = new Http2Transport(stream, serving.watermarks());
        WebSocketConnection connection;
        try {
            connection = WebSocketConnection.server(
                    request,
                    accept.headers(),
                    accept.listener(),
                    serving.endpoint().options(),
                    transport);
        } catch (IllegalArgumentException e) {
            answer(context, request, Endpoint.applicationThrew(e));
            return;
        }
        if (!handOver(context, request, connection, transport)) {
            return;
        }
        connection.connected();
        connection.start((status, headers, body) -> respond(stream, status, headers, body));
        if (ended) {
            connection.ended();
        }
        stream.config().setAutoRead(true);
    }

    private void eventStream(ChannelHandlerContext context, Request request, EventSourceListener listener) {
        Channel stream = context.channel();
        Http2Transport transport = new Http2Transport(stream, serving.eventWatermarks());
        EventSourceConnection connection = EventSourceConnection.server(
                request, listener, serving.endpoint().eventSourceOptions(), transport);
        if (!handOver(context, request, connection, transport)) {
            return;
        }
        connection.start((status, headers, body) -> respond(stream, status, headers, body));
        stream.config().setAutoRead(true);
    }

    /**
     * Leaves the stream to a connection.
     *
     * @return false if there is no place for it: then the request is refused
     */
    private boolean handOver(
            ChannelHandlerContext context, Request request, Connection connection, Http2Transport transport) {
        Channel stream = context.channel();
        if (!serving.connections().enter(stream)) {
            answer(context, request, serving.refusal(request));
            return false;
        }
        connected(stream);
        StreamHandler handler = new StreamHandler(connection, transport);
        context.pipeline().addAfter(context.name(), null, handler);
        // From the end on: what one of them had held back then reaches none of the others.
        while (context.pipeline().last() != handler) {
            context.pipeline().removeLast();
        }
        context.pipeline().remove(this);
        if (serving.connections().stopping()) {
            connection.goAway();
        }
        return true;
    }

    /** Gives the head of a response, and with a refusal its body: the transport ends the stream behind it. */
    private static void respond(Channel stream, int status, Headers headers, byte[] body) {
        stream.write(new DefaultHttp2HeadersFrame(Http2Fields.response(status, headers)));
        if (body.length > 0) {
            stream.write(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(body)));
        }
        stream.flush();
    }

    /** Gives an answer, with which the stream ends. */
    final void answer(ChannelHandlerContext context, Request request, Response response) {
        // For a peer that takes the answer slowly.
        deadline.set(context, serving.endpoint().options().handshakeTimeout());
        boolean bodyless = request.method().equals("HEAD") || response.body().length == 0;
        DefaultHttp2HeadersFrame head = new DefaultHttp2HeadersFrame(Http2Fields.response(response), bodyless);
        if (!bodyless) {
            context.write(head);
        }
        context.writeAndFlush(
                        bodyless ? head : new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(response.body()), true))
                .addListener(written -> {
                    if (written.isSuccess() && !ended) {
                        // The rest of the request is not wanted: RFC 9113 §8.1.
                        reset(context, Http2Error.NO_ERROR);
                    }
                });
    }

    static void reset(ChannelHandlerContext context, Http2Error error) {
        context.writeAndFlush(new DefaultHttp2ResetFrame(error));
    }

    static void broke(ChannelHandlerContext context, Throwable cause) {
        LOG.log(System.Logger.Level.WARNING, "A stream of HTTP/2 failed before it was a WebSocket", cause);
        reset(context, Http2Error.INTERNAL_ERROR);
    }
}
