package dev.heddle.netty;

import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.Route;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint's place in one channel of an application: passes on what is the application's, and takes the channel for what is the
 * endpoint's, as soon as the application owes no answer to what came before.
 */
final class PassingHandler extends ChannelDuplexHandler {

    private final Serving serving;

    /** How many requests were passed on to which no answer was written. */
    private int owed;
    /** Whether the response that is being written is an interim one, behind which the answer is still to come. */
    private boolean interim;
    /** Whether a request was the endpoint's: the application gets nothing more. */
    private boolean taken;
    /** What waits until nothing is owed, or null. */
    private @Nullable Runnable next;

    PassingHandler(Serving serving) {
        this.serving = serving;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!taken && message instanceof HttpRequest http) {
            taken = takes(context, http);
            if (!taken) {
                owed++;
            }
        }
        if (taken) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
        if (message instanceof LastHttpContent && !interim) {
            // It may lie in a queue in front of here, or be compressed first: only what is written is answered.
            ChannelPromise answer = promise.unvoid();
            context.write(message, answer);
            answer.addListener(written -> {
                if (context.executor().inEventLoop()) {
                    answered();
                } else {
                    context.executor().execute(this::answered);
                }
            });
        } else {
            context.write(message, promise);
        }
    }

    private void answered() {
        // A server may also answer unasked, as with 408.
        owed = Math.max(0, owed - 1);
        Runnable waiting = next;
        if (owed == 0 && waiting != null) {
            next = null;
            waiting.run();
        }
    }

    private boolean takes(ChannelHandlerContext context, HttpRequest http) {
        if (http.decoderResult().isFailure()) {
            return false;
        }
        Endpoint endpoint = serving.endpoint();
        boolean tls = context.pipeline().get(SslHandler.class) != null;
        Request request;
        try {
            request = HttpRequests.toRequest(http, tls, endpoint.options());
        } catch (IllegalArgumentException e) {
            // A head that no handshake may have, where the application's codec does not validate: its own matter.
            return false;
        }
        if (!endpoint.concerns(request, request.path())) {
            return false;
        }
        Response fault = HttpRequests.fault(http, endpoint.options().driver().limits());
        Route route =
                fault != null ? new Route.Refused(fault) : serving.route(request, listensOnLoopback(context.channel()));
        if (route instanceof Route.Plain) {
            return false;
        }
        take(context, http, request, route);
        return true;
    }

    private void take(ChannelHandlerContext context, HttpRequest http, Request request, Route route) {
        HttpDeadline deadline = new HttpDeadline();
        deadline.set(context, serving.endpoint().options().handshakeTimeout());
        Takeover takeover = Takeover.install(context.pipeline(), serving, deadline, http, request);
        if (owed == 0) {
            takeover.begin(context.pipeline(), route);
        } else {
            takeover.hold(context.pipeline());
            next = () -> takeover.begin(context.pipeline(), route);
        }
    }

    /**
     * Tells whether a connection's server listens on a loopback address. That it comes by one says nothing: behind a proxy on the same
     * machine each does.
     */
    static boolean listensOnLoopback(Channel channel) {
        Channel listening = channel.parent() == null ? channel : channel.parent();
        return listening.localAddress() instanceof InetSocketAddress local
                && local.getAddress() != null
                && local.getAddress().isLoopbackAddress();
    }
}
