package dev.heddle.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.group.ChannelGroup;
import java.util.concurrent.atomic.AtomicInteger;

/** A server's WebSockets and event streams, from any thread: those of its channels that have come so far. */
final class Connections {

    private final ChannelGroup channels;
    private final AtomicInteger open = new AtomicInteger();
    private final ChannelFutureListener left = closed -> open.decrementAndGet();
    private volatile boolean stopping;

    Connections(ChannelGroup channels) {
        this.channels = channels;
    }

    /** Counts a channel that becomes one of them, until it is closed. */
    void count(Channel channel) {
        open.incrementAndGet();
        channel.closeFuture().addListener(left);
    }

    int size() {
        return open.get();
    }

    /** Tells whether no more should be made; asked again behind each that was made in spite of it. */
    boolean stopping() {
        return stopping;
    }

    /** Closes all, WebSockets with 1001. One that is made meanwhile is either found here or finds that the server stops. */
    void goAway() {
        stopping = true;
        for (Channel channel : channels) {
            ConnectionHandler handler = channel.pipeline().get(ConnectionHandler.class);
            if (handler != null) {
                handler.goAway();
            }
        }
    }
}
