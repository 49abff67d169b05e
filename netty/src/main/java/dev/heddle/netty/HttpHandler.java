package dev.heddle.netty;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.websocket.WebSocketConnection;
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
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server's connection while it speaks HTTP: answers plain requests, refuses what the policies refuse, and makes room
 * for the driver when a WebSocket is asked for.
 */
final class HttpHandler extends ChannelInboundHandlerAdapter {

    private static final System.Logger LOG = System.getLogger(HttpHandler.class.getName());

    private final NettyServer.Settings settings;
    /** Ends a connection that is slow to say what it wants; null where none is set. */
    private @Nullable Future<?> deadline;
    /** Whether the last answer was given: what still comes in is dropped until the connection is closed. */
    private boolean answered;

    HttpHandler(NettyServer.Settings settings) {
        this.settings = settings;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        setDeadline(context);
        context.fireChannelActive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        clearDeadline();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        clearDeadline();
        context.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (!answered && message instanceof HttpRequest request) {
                request(context, request);
            } else if (!answered && message instanceof LastHttpContent) {
                // The next request on a kept connection has its time anew.
                setDeadline(context);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
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
        Response fault = fault(http);
        if (fault != null) {
            respond(context, http, fault, false);
            return;
        }
        Request request = new Request(
                http.method().name(),
                http.uri(),
                http.protocolVersion().text(),
                headers(http),
                context.pipeline().get(SslHandler.class) != null);
        if (settings.connections().stopping()) {
            respond(context, http, Response.text(503, "The server is stopping"), false);
        } else if (!settings.hosts().allows(request)) {
            respond(context, http, Response.text(403, "Host is not a name of this server"), false);
        } else if (!asksForWebSocket(http)) {
            respond(context, http, settings.http().apply(request), HttpUtil.isKeepAlive(http));
        } else if (!request.path().equals(settings.path())) {
            respond(context, http, Response.text(404, "No WebSocket at this path"), false);
        } else if (!settings.origins().allows(request)) {
            respond(context, http, Response.text(403, "Origin is not allowed"), false);
        } else {
            upgrade(context, request);
        }
    }

    /** The driver alone stays on the channel, and answers also what is wrong with the handshake. */
    private void upgrade(ChannelHandlerContext context, Request request) {
        answered = true;
        NettyTransport transport = new NettyTransport((SocketChannel) context.channel(), settings.options());
        WebSocketConnection connection =
                WebSocketConnection.server(request, settings.listener().apply(request), settings.options(), transport);
        settings.connections().add(connection);
        context.channel().closeFuture().addListener(closed -> settings.connections()
                .remove(connection));
        WebSocketHandler handler = new WebSocketHandler(connection, transport, false, false);
        context.pipeline().replace(this, "websocket", handler);
        // Passes on what it read behind the request, which the driver keeps until the handshake is done.
        context.pipeline().remove(HttpServerCodec.class);
        connection.start();
    }

    private void respond(ChannelHandlerContext context, HttpRequest http, Response response, boolean keepAlive) {
        boolean bodyless = http.method().equals(HttpMethod.HEAD);
        FullHttpResponse full = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(response.status()),
                bodyless ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(response.body()));
        for (Headers.Field field : response.headers().fields()) {
            full.headers().add(field.name(), field.value());
        }
        full.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, response.body().length);
        if (keepAlive) {
            context.writeAndFlush(full);
            return;
        }
        answered = true;
        full.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        ChannelFuture written = context.writeAndFlush(full);
        clearDeadline();
        linger(context, written);
    }

    /** Closes so that the answer arrives: first this side's output, then, when the peer has left or time is up, all. */
    private void linger(ChannelHandlerContext context, ChannelFuture written) {
        SocketChannel channel = (SocketChannel) context.channel();
        channel.config().setAllowHalfClosure(false);
        written.addListener(flushed -> {
            if (channel.pipeline().get(SslHandler.class) != null) {
                channel.close();
            } else {
                channel.shutdownOutput().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
            }
        });
        deadline = context.executor()
                .schedule(
                        () -> {
                            context.close();
                        },
                        settings.options().linger().toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    private void setDeadline(ChannelHandlerContext context) {
        clearDeadline();
        Duration timeout = settings.options().handshakeTimeout();
        if (!timeout.isZero()) {
            deadline = context.executor()
                    .schedule(
                            () -> {
                                context.close();
                            },
                            timeout.toNanos(),
                            TimeUnit.NANOSECONDS);
        }
    }

    private void clearDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    /** Tells whether a request means to open a WebSocket, be it well or badly. */
    private static boolean asksForWebSocket(HttpRequest http) {
        return http.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                || http.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)
                || http.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_VERSION);
    }

    private @Nullable Response fault(HttpRequest http) {
        int maxFieldLines = settings.options().driver().limits().maxFieldLines();
        if (http.decoderResult().isFailure()) {
            Throwable cause = http.decoderResult().cause();
            if (cause instanceof TooLongHttpLineException) {
                return Response.text(414, "HTTP start line is too long");
            }
            if (cause instanceof TooLongHttpHeaderException) {
                return Response.text(431, "HTTP head is too large");
            }
            return Response.text(400, "Malformed HTTP request");
        }
        if (http.headers().size() > maxFieldLines) {
            return Response.text(431, "HTTP head has too many field lines");
        }
        return null;
    }

    private static Headers headers(HttpRequest http) {
        List<Headers.Field> fields = http.headers().entries().stream()
                .map(entry -> new Headers.Field(entry.getKey(), entry.getValue()))
                .toList();
        return Headers.of(fields);
    }
}
