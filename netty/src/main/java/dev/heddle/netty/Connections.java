package dev.heddle.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.group.ChannelGroup;
import java.util.concurrent.atomic.AtomicInteger;

/** A server's WebSockets, from any thread: those of its channels that have come so far. */
final class Connections {

    private final ChannelGroup channels;
    private final AtomicInteger webSockets = new AtomicInteger();
    private final ChannelFutureListener left = closed -> webSockets.decrementAndGet();
    private volatile boolean stopping;

    Connections(ChannelGroup channels) {
        this.channels = channels;
    }

    /** Counts a channel that becomes a WebSocket, until it is closed. */
    void count(Channel channel) {
        webSockets.incrementAndGet();
        channel.closeFuture().addListener(left);
    }

    int size() {
        return webSockets.get();
    }

    /** Tells whether no more should be made; asked again behind each that was made in spite of it. */
    boolean stopping() {
        return stopping;
    }

    /** Closes all with 1001. One that is made meanwhile is either found here or finds that the server stops. */
    void goAway() {
        stopping = true;
        for (Channel channel : channels) {
            WebSocketHandler handler = channel.pipeline().get(WebSocketHandler.class);
            if (handler != null) {
                handler.goAway();
            }
        }
    }
}
