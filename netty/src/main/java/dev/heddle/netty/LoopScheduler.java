package dev.heddle.netty;

import dev.heddle.websocket.Scheduler;
import dev.heddle.websocket.Transport;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The time of an event loop. */
record LoopScheduler(EventLoop loop) implements Scheduler {

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Transport.Timer schedule(long delayNanos, Runnable task) {
        Future<?> pending = loop.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        return () -> pending.cancel(false);
    }
}
