package dev.heddle.netty;

import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.Route;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A server's connection while it speaks HTTP: answers plain requests and health checks, and leaves to a {@link Takeover} what the
 * endpoint takes or refuses.
 *
 * <p>One request at a time: who sends the next before the answer to the last is written gets no more answers, or answers
 * that nobody reads would fill the memory.
 */
final class HttpHandler extends ChannelInboundHandlerAdapter {

    private final NettyServer.Settings settings;
    private final HttpDeadline deadline = new HttpDeadline();

    /** Where this connection is counted while it speaks HTTP; null if it is not. */
    private @Nullable InetAddress counted;
    /** The write of the last answer; null before the first, and when the read of its request and the write are done. */
    private @Nullable ChannelFuture answer;
    /** Whether a read is under way that may hold more requests. */
    private boolean reading;

    HttpHandler(NettyServer.Settings settings) {
        this.settings = settings;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        // There is none where the peer has gone again already.
        InetAddress address =
                context.channel().remoteAddress() instanceof InetSocketAddress remote ? remote.getAddress() : null;
        if (address != null && settings.handshakes().enter(address)) {
            counted = address;
        } else {
            context.close();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        deadline.set(context, endpoint().options().handshakeTimeout());
        context.fireChannelActive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        deadline.clear();
        if (counted != null) {
            settings.handshakes().leave(counted);
        }
    }

    /** Leaves the place among its address's handshakes to who takes over the connection; null if it has none. */
    @Nullable
    InetAddress giveUpPlace() {
        InetAddress place = counted;
        counted = null;
        return place;
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
            if (message instanceof HttpRequest http) {
                if (answer == null) {
                    request(context, http);
                } else {
                    ChannelFuture last = answer;
                    // Nobody waits for the next request any more.
                    answer = null;
                    Ending.behind(context.channel(), last, deadline, endpoint().options());
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
        Takeover.broke(context, cause);
    }

    private Endpoint endpoint() {
        return settings.serving().endpoint();
    }

    private void request(ChannelHandlerContext context, HttpRequest http) {
        Response fault = HttpRequests.fault(http, endpoint().options().driver().limits());
        if (fault != null) {
            refuse(context, http, fault);
            return;
        }
        boolean tls = context.pipeline().get(SslHandler.class) != null;
        Request request = HttpRequests.toRequest(http, tls, endpoint().options());
        Response health = settings.ofHealth(request);
        if (health != null) {
            answer(context, http, health);
            return;
        }
        Route route = settings.serving().route(request, settings.loopback());
        if (route instanceof Route.Plain) {
            plain(context, http, request);
        } else {
            Takeover.install(context.pipeline(), settings.serving(), deadline, http, request)
                    .begin(context.pipeline(), route);
        }
    }

    private void plain(ChannelHandlerContext context, HttpRequest http, Request request) {
        Response response;
        try {
            response = settings.http().apply(request);
        } catch (RuntimeException e) {
            refuse(context, http, Endpoint.applicationThrew(e));
            return;
        }
        answer(context, http, response);
    }

    /** Gives an answer behind which the next request may come, unless the peer or this server wants to leave. */
    private void answer(ChannelHandlerContext context, HttpRequest http, Response response) {
        if (!HttpUtil.isKeepAlive(http) || settings.serving().connections().stopping()) {
            refuse(context, http, response);
            return;
        }
        answer = context.writeAndFlush(HttpResponses.toNetty(http, response));
        answer.addListener(written -> forgetAnswer(context));
    }

    /** Gives an answer behind which the connection ends. */
    private void refuse(ChannelHandlerContext context, HttpRequest http, Response response) {
        Ending.refuse(context.channel(), http, response, deadline, endpoint().options());
    }

    /** When an answer is written and its request was the last of a read, the next may come, and has its time anew. */
    private void forgetAnswer(ChannelHandlerContext context) {
        if (!reading && answer != null && answer.isDone()) {
            answer = null;
            deadline.set(context, endpoint().options().handshakeTimeout());
        }
    }
}
