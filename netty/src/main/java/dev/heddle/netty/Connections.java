package dev.heddle.netty;

import dev.heddle.websocket.Farewells;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.group.ChannelGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An endpoint's WebSockets and event streams, from any thread: those of its channels that have come so far. */
final class Connections {

    private final ChannelGroup channels;
    private final int most;
    private final AtomicInteger open = new AtomicInteger();
    private final ChannelFutureListener left = closed -> left();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile boolean stopping;

    /**
     * Starts with none.
     *
     * @param channels gets those that become connections, and may have others
     * @param most how many there may be
     */
    Connections(ChannelGroup channels, int most) {
        this.channels = channels;
        this.most = most;
    }

    /** Counts a channel that becomes one of them, until it is closed; false if it is one too many, or all are being closed. */
    boolean enter(Channel channel) {
        if (open.getAndUpdate(count -> Math.min(count + 1, most)) >= most) {
            return false;
        }
        if (stopping) {
            // Behind the count: who stops may have found none.
            left();
            return false;
        }
        channels.add(channel);
        channel.closeFuture().addListener(left);
        return true;
    }

    /** Tells whether there is no place for one more. */
    boolean full() {
        return open.get() >= most;
    }

    int most() {
        return most;
    }

    int size() {
        return open.get();
    }

    /** Tells whether no more should be made; asked again behind each that was made in spite of it. */
    boolean stopping() {
        return stopping;
    }

    /**
     * Closes all in turn, WebSockets with 1001. One that is made meanwhile is either found here or finds that the server stops. Each
     * call is for its own deadline; the first that comes counts.
     *
     * @return done when none is left or the time is up, on any thread
     */
    CompletionStage<Void> stop(Duration deadline) {
        stopping = true;
        tell(new Farewells(farewells(), deadline), System.nanoTime());
        // Behind it: the first are told even where there is no time.
        Future<?> timeIsUp = GlobalEventExecutor.INSTANCE.schedule(
                () -> over.complete(null), Farewells.nanos(deadline), TimeUnit.NANOSECONDS);
        over.thenRun(() -> timeIsUp.cancel(false));
        if (open.get() == 0) {
            over.complete(null);
        }
        return over;
    }

    private void tell(Farewells farewells, long began) {
        long next = farewells.tell(System.nanoTime() - began);
        if (next != Farewells.DONE && !over.isDone()) {
            GlobalEventExecutor.INSTANCE.schedule(() -> tell(farewells, began), next, TimeUnit.NANOSECONDS);
        }
    }

    /** Breaks off those that are left, and every other channel of the group. */
    void breakOff() {
        for (Channel channel : channels) {
            ConnectionHandler handler = channel.pipeline().get(ConnectionHandler.class);
            if (handler != null) {
                channel.eventLoop().execute(handler::giveUp);
            }
        }
        channels.close();
    }

    private List<Runnable> farewells() {
        List<Runnable> farewells = new ArrayList<>();
        for (Channel channel : channels) {
            ConnectionHandler handler = channel.pipeline().get(ConnectionHandler.class);
            if (handler != null) {
                farewells.add(handler::goAway);
            }
            Http2Streams streams = channel.pipeline().get(Http2Streams.class);
            if (streams != null) {
                farewells.add(streams::goAway);
            }
        }
        return farewells;
    }

    private void left() {
        if (open.decrementAndGet() == 0 && stopping) {
            over.complete(null);
        }
    }
}
