package dev.heddle.netty;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.websocket.WebSocketConnection;
import dev.heddle.websocket.WebSocketListener;
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

    /** The write of the last answer; null before the first, and when the read of its request and the write are done. */
    private @Nullable ChannelFuture answer;
    /** Whether a read is under way that may hold more requests. */
    private boolean reading;
    /** Whether the last answer was given: what still comes in is dropped until the connection is closed. */
    private boolean done;

    HttpHandler(NettyServer.Settings settings) {
        this.settings = settings;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        deadline.set(context, settings.options().handshakeTimeout());
        context.fireChannelActive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        deadline.clear();
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
            if (!done && message instanceof HttpRequest http) {
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
            plain(context, http, request);
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
        WebSocketListener listener;
        try {
            listener = settings.listener().apply(request);
        } catch (RuntimeException e) {
            applicationThrew(context, http, e);
            return;
        }
        upgrade(context, request, listener);
    }

    /** The driver alone stays on the channel, and answers also what is wrong with the handshake. */
    private void upgrade(ChannelHandlerContext context, Request request, WebSocketListener listener) {
        done = true;
        SocketChannel channel = (SocketChannel) context.channel();
        NettyTransport transport = new NettyTransport(channel, settings.watermarks());
        WebSocketConnection connection = WebSocketConnection.server(request, listener, settings.options(), transport);
        settings.connections().count(channel);
        WebSocketHandler handler = new WebSocketHandler(connection, transport, false, false);
        channel.pipeline().replace(this, "websocket", handler);
        if (settings.connections().stopping()) {
            connection.goAway();
        }
        // Passes on what it read behind the request, which the driver keeps until the handshake is done.
        channel.pipeline().remove(HttpServerCodec.class);
        // A handshake of draft 76 may still wait for the end of its request.
        connection.connected();
        connection.start();
    }

    private void applicationThrew(ChannelHandlerContext context, HttpRequest http, RuntimeException thrown) {
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
        full.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, response.body().length);
        return full;
    }
}
