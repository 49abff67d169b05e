package dev.heddle.socket;

import dev.heddle.websocket.Transport;

/**
 * A timer whose task runs on a loop. Cancelled there, it does not run even if it was due already. If the loop gets no thread for it,
 * the connection ends.
 */
final class LoopTimer implements Transport.Timer {

    private final Runnable task;
    private Transport.Timer timer = () -> {};
    private boolean cancelled;

    private LoopTimer(Runnable task) {
        this.task = task;
    }

    static LoopTimer start(Loop loop, Wire wire, long delayNanos, Runnable task) {
        LoopTimer started = new LoopTimer(task);
        started.timer = Timers.schedule(delayNanos, () -> loop.execute(started::due, wire));
        return started;
    }

    @Override
    public void cancel() {
        cancelled = true;
        timer.cancel();
    }

    private void due() {
        if (!cancelled) {
            task.run();
        }
    }
}
