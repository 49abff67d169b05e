package dev.heddle.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The time by which a connection that speaks HTTP is closed unless something else happens; on its loop. */
final class HttpDeadline {

    private @Nullable Future<?> timer;

    /** Sets the deadline anew; zero sets none. */
    void set(ChannelHandlerContext context, Duration timeout) {
        clear();
        if (!timeout.isZero()) {
            Runnable close = () -> context.close();
            timer = context.executor().schedule(close, timeout.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    void clear() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
