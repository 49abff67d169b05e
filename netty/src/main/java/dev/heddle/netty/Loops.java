package dev.heddle.netty;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;

/** Groups of event loops. */
final class Loops {

    private Loops() {}

    /** Makes a group of threads; 0 makes two for each core. */
    static EventLoopGroup group(String name, NettyIo io, int threads, boolean daemon) {
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, daemon), io.factory());
    }

    /** Tells whether the calling thread is one of a group's loops, which must not wait for its own end. */
    static boolean isLoopOf(EventLoopGroup group) {
        for (EventExecutor loop : group) {
            if (loop.inEventLoop()) {
                return true;
            }
        }
        return false;
    }
}
