package dev.heddle.netty;

import dev.heddle.driver.Output;
import dev.heddle.websocket.Transport;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** The transport of a WebSocket for which there was no connection: a loop on which its listener hears of that. */
final class Unconnected implements Transport, Output {

    private final EventLoop loop;

    Unconnected(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public Output output() {
        return this;
    }

    @Override
    public ByteBuffer claim(int size) {
        return ByteBuffer.allocate(Math.max(size, CONTIGUOUS));
    }

    @Override
    public void flush() {
        // To whom?
    }

    @Override
    public void whenWritten(Runnable task) {
        // Never.
    }

    @Override
    public long pendingBytes() {
        return 0;
    }

    @Override
    public long progress() {
        return 0;
    }

    @Override
    public String peer() {
        return "a peer that was not reached";
    }

    @Override
    public boolean inLoop() {
        return loop.inEventLoop();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        Future<?> scheduled = loop.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public void pauseReading() {
        // There is nothing to read.
    }

    @Override
    public void resumeReading() {
        // There is nothing to read.
    }

    @Override
    public void close() {
        // It never was open.
    }

    @Override
    public void abort() {
        // It never was open.
    }
}
