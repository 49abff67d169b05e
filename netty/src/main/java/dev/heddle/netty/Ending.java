package dev.heddle.netty;

import dev.heddle.driver.Response;
import dev.heddle.websocket.WebSocketOptions;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;

/**
 * The end of a connection that speaks HTTP, such that its last answer arrives: first only this side's output ends, and all when the
 * peer leaves or time is up. It takes the place of the codec, and what comes is dropped as it is: to parse it would be work for
 * nothing, and could fail.
 */
final class Ending extends ChannelInboundHandlerAdapter {

    private final HttpDeadline deadline;

    private Ending(HttpDeadline deadline) {
        this.deadline = deadline;
    }

    /**
     * Gives an answer behind which the connection ends. It takes the shortest way: what the application has behind the codec, as to
     * compress, knows nothing of it.
     *
     * @param deadline set to the time that the peer has to take the answer, and then to leave
     */
    static void refuse(
            Channel channel, HttpRequest http, Response response, HttpDeadline deadline, WebSocketOptions options) {
        ChannelHandlerContext place = install(channel.pipeline(), deadline);
        end(place, place.writeAndFlush(HttpResponses.last(http, response)), deadline, options);
    }

    /** Ends the connection behind an answer that was written. */
    static void behind(Channel channel, ChannelFuture answer, HttpDeadline deadline, WebSocketOptions options) {
        end(install(channel.pipeline(), deadline), answer, deadline, options);
    }

    private static ChannelHandlerContext install(ChannelPipeline pipeline, HttpDeadline deadline) {
        Ending ending = new Ending(deadline);
        pipeline.addAfter(pipeline.context(HttpServerCodec.class).name(), null, ending);
        return pipeline.context(ending);
    }

    private static void end(
            ChannelHandlerContext place, ChannelFuture answer, HttpDeadline deadline, WebSocketOptions options) {
        Channel channel = place.channel();
        place.pipeline().remove(HttpServerCodec.class);
        // The peer's end is seen, and is that of the channel.
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
        channel.config().setAutoRead(true);
        // For a peer that takes the answer slowly.
        deadline.set(place, options.handshakeTimeout());
        answer.addListener(written -> {
            if (!place.isRemoved()) {
                deadline.set(place, options.linger());
                endOutput(channel);
            }
        });
    }

    /** Not the channel with it: what came and was not read would reset the connection, and maybe destroy the answer. */
    private static void endOutput(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            endSocket(channel);
        } else {
            tls.closeOutbound().addListener(said -> endSocket(channel));
        }
    }

    private static void endSocket(Channel channel) {
        if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        } else {
            channel.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        deadline.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Takeover.broke(context, cause);
    }
}
