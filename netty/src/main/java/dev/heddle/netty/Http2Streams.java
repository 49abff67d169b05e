package dev.heddle.netty;

import dev.heddle.websocket.Handshakes;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A server's connection of HTTP/2 as a whole: counts its streams, and closes it when it has had none for long, or none is left and
 * the server stops. On its loop, except where said otherwise.
 *
 * <p>A connection without WebSocket and event stream counts as one handshake of its address, as one of HTTP/1.1 does; and so does
 * each of its requests about which nothing is decided, where they are more than that one.
 */
final class Http2Streams extends ChannelInboundHandlerAdapter {

    private static final System.Logger LOG = System.getLogger(Http2Streams.class.getName());

    private final NettyServer.Settings settings;
    private final InetAddress address;
    private final HttpDeadline deadline = new HttpDeadline();

    /** Null before it is in the pipeline. */
    private @Nullable ChannelHandlerContext context;
    /** How many handshakes it is counted as. */
    private int counted = 1;
    /** The streams that have no decision. */
    private final Set<Channel> undecided = new HashSet<>();
    /** The streams that are WebSockets or event streams. */
    private final Set<Channel> connected = new HashSet<>();
    /** Whether the peer was told that no more streams are taken. */
    private boolean leaving;
    /** Whether the connection has ended. */
    private boolean gone;

    /**
     * Takes over a connection.
     *
     * @param address the peer's, of which the connection is counted as one handshake already
     */
    Http2Streams(NettyServer.Settings settings, InetAddress address) {
        this.settings = settings;
        this.address = address;
    }

    // For its streams

    /** A request begins; answers false, and does not count it, if its address has as many handshakes as it may. */
    boolean began(Channel stream) {
        undecided.add(stream);
        if (count()) {
            deadline.clear();
            if (settings.serving().connections().stopping()) {
                // Who came too late to be told with the others gets an answer to its first request, and no more.
                leave();
            }
            return true;
        }
        undecided.remove(stream);
        count();
        return false;
    }

    /** A request has its answer, or is a connection now and was counted as one. */
    void decided(Channel stream) {
        undecided.remove(stream);
        settle();
    }

    /** A stream becomes a connection; until it is closed. */
    void connected(Channel stream) {
        connected.add(stream);
        stream.closeFuture().addListener(closed -> {
            connected.remove(stream);
            settle();
        });
    }

    // For its connection

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        settle();
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        end();
        inactive.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        end();
        LeftStreams.close(connected);
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object message) {
        // What concerns the connection as a whole is the codec's matter.
        ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext caught, Throwable cause) {
        if (cause instanceof Http2Exception) {
            // What the peer did wrong; the codec says so to it, and ends the connection.
            LOG.log(System.Logger.Level.DEBUG, "A connection of HTTP/2 failed", cause);
            return;
        }
        boolean peers = cause instanceof IOException || cause.getCause() instanceof IOException;
        LOG.log(
                peers ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                "A connection of HTTP/2 failed",
                cause);
        caught.close();
    }

    /** Takes no more streams, and closes the connection behind the last that it has; any thread. Source: RFC 9113 §6.8. */
    void goAway() {
        ChannelHandlerContext at = context;
        if (at != null) {
            at.executor().execute(this::leave);
        }
    }

    private void leave() {
        if (context != null && !leaving && !gone) {
            leaving = true;
            context.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
            settle();
        }
    }

    /** Does what follows from a number that has changed. */
    private void settle() {
        ChannelHandlerContext at = context;
        if (at == null || gone) {
            return;
        }
        boolean idle = undecided.isEmpty() && connected.isEmpty();
        if (!count() || idle && leaving) {
            at.close();
        } else if (idle) {
            deadline.set(at, settings.serving().endpoint().options().handshakeTimeout());
        }
    }

    /** Counts as many handshakes as it is now; answers false if the address has as many as it may. */
    private boolean count() {
        Handshakes handshakes = settings.handshakes();
        int wanted = gone ? 0 : Math.max(undecided.size(), connected.isEmpty() ? 1 : 0);
        for (; counted > wanted; counted--) {
            handshakes.leave(address);
        }
        for (; counted < wanted; counted++) {
            if (!handshakes.enter(address)) {
                return false;
            }
        }
        return true;
    }

    private void end() {
        gone = true;
        deadline.clear();
        count();
        // None of them is read.
        LeftStreams.close(undecided);
    }
}
