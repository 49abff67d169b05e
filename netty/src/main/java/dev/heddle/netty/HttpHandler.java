package dev.heddle.netty;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.websocket.Connection;
import dev.heddle.websocket.Decision;
import dev.heddle.websocket.EventSourceConnection;
import dev.heddle.websocket.EventSourceListener;
import dev.heddle.websocket.WebSocketConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A server's connection while it speaks HTTP: answers plain requests, refuses what the policies refuse, and makes room
 * for the driver when a WebSocket is asked for.
 *
 * <p>One request at a time: who sends the next before the answer to the last is written gets no more answers, or answers
 * that nobody reads would fill the memory.
 */
final class HttpHandler extends ChannelInboundHandlerAdapter {

    private static final System.Logger LOG = System.getLogger(HttpHandler.class.getName());

    private final NettyServer.Settings settings;
    private final HttpDeadline deadline = new HttpDeadline();

    /** Where this connection is counted while it speaks HTTP; null if it is not. */
    private @Nullable InetAddress counted;
    /** The write of the last answer; null before the first, and when the read of its request and the write are done. */
    private @Nullable ChannelFuture answer;
    /** Whether a read is under way that may hold more requests. */
    private boolean reading;
    /** What the application has not decided yet, or null. */
    private @Nullable Deciding deciding;
    /** Whether the last answer was given: what still comes in is dropped until the connection is closed. */
    private boolean done;

    HttpHandler(NettyServer.Settings settings) {
        this.settings = settings;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        InetSocketAddress remote = ((SocketChannel) context.channel()).remoteAddress();
        // Null where the peer has gone again already.
        InetAddress address = remote == null ? null : remote.getAddress();
        if (address != null && settings.handshakes().enter(address)) {
            counted = address;
        } else {
            context.close();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        deadline.set(context, settings.options().handshakeTimeout());
        context.fireChannelActive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        deadline.clear();
        if (counted != null) {
            settings.handshakes().leave(counted);
        }
        if (deciding != null) {
            deciding.drop();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        deadline.clear();
        context.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        reading = true;
        try {
            if (!done && deciding != null && message instanceof ByteBuf bytes) {
                early(context, deciding, bytes);
            } else if (!done && message instanceof HttpRequest http) {
                if (answer == null) {
                    request(context, http);
                } else {
                    leave(context, answer);
                }
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        forgetAnswer(context);
        context.fireChannelReadComplete();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A peer that breaks off or speaks no TLS is nothing to worry about; anything else is a fault of ours.
        boolean peers = cause instanceof IOException || cause.getCause() instanceof IOException;
        LOG.log(
                peers ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                "A connection failed before it was a WebSocket",
                cause);
        context.close();
    }

    private void request(ChannelHandlerContext context, HttpRequest http) {
        Response fault = HttpRequests.fault(http, settings.options().driver().limits());
        if (fault != null) {
            refuse(context, http, fault);
            return;
        }
        boolean tls = context.pipeline().get(SslHandler.class) != null;
        Request request = HttpRequests.toRequest(http, tls, settings.options());
        fault = HttpRequests.fault(request);
        if (fault != null) {
            refuse(context, http, fault);
        } else if (settings.connections().stopping()) {
            refuse(context, http, Response.text(503, "The server is stopping"));
        } else if (!settings.hosts().allows(request)) {
            refuse(context, http, Response.text(403, "Host is not a name of this server"));
        } else if (!HttpRequests.asksForWebSocket(http)) {
            EventStreams events = settings.events();
            if (events != null && events.areAskedBy(request)) {
                eventStream(context, http, request, events);
            } else {
                plain(context, http, request);
            }
        } else if (!request.path().equals(settings.path())) {
            refuse(context, http, Response.text(404, "No WebSocket at this path"));
        } else if (!settings.origins().allows(request)) {
            refuse(context, http, Response.text(403, "Origin is not allowed"));
        } else {
            webSocket(context, http, request);
        }
    }

    private void plain(ChannelHandlerContext context, HttpRequest http, Request request) {
        Response response;
        try {
            response = settings.http().apply(request);
        } catch (RuntimeException e) {
            applicationThrew(context, http, e);
            return;
        }
        if (!HttpUtil.isKeepAlive(http)) {
            refuse(context, http, response);
            return;
        }
        answer = context.writeAndFlush(full(http, response));
        answer.addListener(written -> forgetAnswer(context));
    }

    private void webSocket(ChannelHandlerContext context, HttpRequest http, Request request) {
        CompletionStage<Decision> decision;
        try {
            decision = Objects.requireNonNull(settings.decider().apply(request), "decision");
        } catch (RuntimeException e) {
            applicationThrew(context, http, e);
            return;
        }
        Deciding asked = new Deciding(http, request);
        deciding = asked;
        decision.whenComplete((decided, thrown) -> {
            if (context.executor().inEventLoop()) {
                decided(context, asked, decided, thrown);
            } else {
                context.executor().execute(() -> decided(context, asked, decided, thrown));
            }
        });
        if (!asked.isOver()) {
            // What follows is no HTTP if the request is accepted. It comes here as it is, and no more than was read
            // already.
            context.channel().config().setAutoRead(false);
            context.pipeline().get(HttpServerCodec.class).removeInboundHandler();
        }
    }

    /** Holds what comes before it is decided what it is. */
    private void early(ChannelHandlerContext context, Deciding asked, ByteBuf bytes) {
        if (!asked.add(bytes.retain())) {
            asked.drop();
            resumeReading(context);
            refuse(
                    context,
                    asked.http(),
                    Response.text(400, "More than " + Deciding.MOST_BYTES + " bytes before the handshake's response"));
        }
    }

    private void decided(
            ChannelHandlerContext context, Deciding asked, @Nullable Decision decision, @Nullable Throwable thrown) {
        if (asked.isOver()) {
            return;
        }
        try {
            answer(context, asked, decision, thrown);
        } catch (RuntimeException | Error e) {
            // Nobody else would hear of it: the stage takes what is thrown into it.
            asked.drop();
            exceptionCaught(context, e);
        }
    }

    private void answer(
            ChannelHandlerContext context, Deciding asked, @Nullable Decision decision, @Nullable Throwable thrown) {
        deciding = null;
        resumeReading(context);
        if (decision instanceof Decision.Accept accept && context.channel().isActive()) {
            upgrade(context, asked, accept);
            return;
        }
        asked.drop();
        if (decision instanceof Decision.Refuse refusal) {
            refuse(context, asked.http(), refusal.response());
        } else if (decision == null) {
            applicationThrew(
                    context, asked.http(), thrown == null ? new NullPointerException("The decision is null") : thrown);
        }
    }

    private static void resumeReading(ChannelHandlerContext context) {
        context.channel().config().setAutoRead(true);
    }

    /** The driver alone stays on the channel, and answers also what is wrong with the handshake. */
    private void upgrade(ChannelHandlerContext context, Deciding asked, Decision.Accept accept) {
        SocketChannel channel = (SocketChannel) context.channel();
        NettyTransport transport = new NettyTransport(channel, settings.watermarks());
        WebSocketConnection connection;
        try {
            connection = WebSocketConnection.server(
                    asked.request(), accept.headers(), accept.listener(), settings.options(), transport);
        } catch (IllegalArgumentException e) {
            asked.drop();
            channel.config().setAllowHalfClosure(false);
            applicationThrew(context, asked.http(), e);
            return;
        }
        handOver(channel, connection, transport, asked);
        // A handshake of draft 76 may still wait for the end of its request.
        connection.connected();
        connection.start();
        if (asked.hadBytes()) {
            connection.readComplete();
        }
    }

    private void eventStream(ChannelHandlerContext context, HttpRequest http, Request request, EventStreams events) {
        if (!settings.origins().allows(request)) {
            refuse(context, http, Response.text(403, "Origin is not allowed"));
            return;
        }
        @Nullable EventSourceListener listener;
        try {
            listener = events.listener().apply(request);
        } catch (RuntimeException e) {
            applicationThrew(context, http, e);
            return;
        }
        if (listener == null) {
            plain(context, http, request);
            return;
        }
        SocketChannel channel = (SocketChannel) context.channel();
        NettyTransport transport = new NettyTransport(channel, events.watermarks());
        EventSourceConnection connection = EventSourceConnection.server(request, listener, events.options(), transport);
        handOver(channel, connection, transport, new Deciding(http, request));
        connection.start();
    }

    /** Leaves the channel to a connection, which gets the bytes that came behind its request. */
    private void handOver(SocketChannel channel, Connection connection, NettyTransport transport, Deciding asked) {
        done = true;
        settings.connections().count(channel);
        channel.pipeline().replace(this, "connection", new ConnectionHandler(connection, transport));
        if (settings.connections().stopping()) {
            connection.goAway();
        }
        // The driver keeps them until the handshake is done.
        asked.passOn(channel.pipeline().context(HttpServerCodec.class));
        // Passes on what it has itself, if it reads still.
        channel.pipeline().remove(HttpServerCodec.class);
    }

    private void applicationThrew(ChannelHandlerContext context, HttpRequest http, Throwable thrown) {
        LOG.log(System.Logger.Level.WARNING, "The application threw at a request", thrown);
        refuse(context, http, Response.text(500, "Internal Server Error"));
    }

    /** Gives an answer behind which the connection ends. */
    private void refuse(ChannelHandlerContext context, HttpRequest http, Response response) {
        FullHttpResponse full = full(http, response);
        full.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        leave(context, context.writeAndFlush(full));
    }

    /** Ends the connection so that the answer arrives: first this side's output; all when the peer leaves or time is up. */
    private void leave(ChannelHandlerContext context, ChannelFuture lastAnswer) {
        done = true;
        SocketChannel channel = (SocketChannel) context.channel();
        boolean tls = context.pipeline().get(SslHandler.class) != null;
        // What still comes is dropped as it is: to parse it would be work for nothing, and could fail.
        context.pipeline().remove(HttpServerCodec.class);
        lastAnswer.addListener(written -> {
            if (tls) {
                channel.close();
            } else {
                channel.shutdownOutput().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
            }
        });
        deadline.set(context, settings.options().linger());
    }

    /** When an answer is written and its request was the last of a read, the next may come, and has its time anew. */
    private void forgetAnswer(ChannelHandlerContext context) {
        if (!done && !reading && answer != null && answer.isDone()) {
            answer = null;
            deadline.set(context, settings.options().handshakeTimeout());
        }
    }

    private static FullHttpResponse full(HttpRequest http, Response response) {
        boolean bodyless = http.method().equals(HttpMethod.HEAD);
        FullHttpResponse full = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(response.status()),
                bodyless ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(response.body()));
        for (Headers.Field field : response.headers().fields()) {
            full.headers().add(field.name(), field.value());
        }
        // RFC 9110 §8.6: a 204 has none.
        if (response.status() != HttpResponseStatus.NO_CONTENT.code()) {
            full.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, response.body().length);
        }
        return full;
    }
}
