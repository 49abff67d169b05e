package dev.heddle.watershed;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Who reads a connection: a thread, or a loop of the caller's; nobody at first, and one of them to its end. */
final class ReadBy {

    private enum Reader {
        THREAD,
        LOOP
    }

    private final AtomicReference<@Nullable Reader> reader = new AtomicReference<>();
    private final Deliveries deliveries;
    private final UpgradedChannel channel;

    ReadBy(Deliveries deliveries, UpgradedChannel channel) {
        this.deliveries = deliveries;
        this.channel = channel;
    }

    /**
     * A thread wants to.
     *
     * @throws IllegalStateException if there is no listener or nothing to read from, there is such a thread already, or a loop
     */
    void thread() {
        checkListener();
        if (!channel.isReadable()) {
            throw new IllegalStateException(
                    "The channel can only be written to (UpgradedChannel.writing): who reads gives the bytes to parse");
        }
        if (!reader.compareAndSet(null, Reader.THREAD)) {
            throw alreadyRead();
        }
    }

    /** The thread could not be had. */
    void noThread() {
        reader.set(null);
    }

    /**
     * A loop wants to, for the first time or again.
     *
     * @throws IllegalStateException if there is no listener, or a thread reads
     */
    void loop() {
        checkListener();
        if (!reader.compareAndSet(null, Reader.LOOP) && isThread()) {
            throw alreadyRead();
        }
    }

    boolean isThread() {
        return reader.get() == Reader.THREAD;
    }

    private void checkListener() {
        if (!deliveries.hasListener()) {
            throw new IllegalStateException("The connection has no listener: call listen before it is read");
        }
    }

    private IllegalStateException alreadyRead() {
        return new IllegalStateException("The connection is read already, by " + (isThread() ? "run or start" : "parse")
                + ": one of them reads it to its end");
    }
}
