package dev.heddle.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelHandlerContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Closes an endpoint's streams when their connection has ended, and the codec has brought what they still wanted to read: Netty
 * leaves one open that is not read, and has something to read. The last handler of the connection; on its loop.
 */
final class LeftStreams extends ChannelHandlerAdapter {

    private final Set<Channel> streams = new HashSet<>();

    /** Returns that of a connection. */
    static LeftStreams of(Channel connection) {
        LeftStreams there = connection.pipeline().get(LeftStreams.class);
        if (there != null) {
            return there;
        }
        LeftStreams made = new LeftStreams();
        connection.pipeline().addLast(made);
        return made;
    }

    /** Closes them all. */
    static void close(Set<Channel> streams) {
        List.copyOf(streams).forEach(Channel::close);
    }

    void add(Channel stream) {
        streams.add(stream);
        stream.closeFuture().addListener(closed -> streams.remove(stream));
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        close(streams);
    }
}
