package dev.heddle.websocket;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What extensions have answered behind their calls, from any thread: taken up on the loop in a turn of its own, never inside
 * an event, and also once the connection is gone. Many answers wake the loop once, and what they cause is written at once.
 */
final class LateAnswers implements Executor {

    private final Transport transport;
    private final WebSocketConnection connection;
    private final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();
    /** Whether the loop was woken and has not begun to work. */
    private final AtomicBoolean woken = new AtomicBoolean();

    LateAnswers(WebSocketConnection connection) {
        this.transport = connection.transport;
        this.connection = connection;
    }

    /** Adds an answer; any thread. */
    @Override
    public void execute(Runnable answer) {
        answers.add(answer);
        wake();
    }

    private void wake() {
        if (woken.compareAndSet(false, true)) {
            try {
                transport.execute(this::work);
            } catch (RuntimeException | Error e) {
                // The loop has ended, or has no thread: whoever answers is told so each time.
                woken.set(false);
                throw e;
            }
        }
    }

    private void work() {
        // First, so that what is added from here on wakes the loop again.
        woken.set(false);
        try {
            for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
                answer.run();
            }
        } finally {
            try {
                connection.answered();
            } finally {
                if (!answers.isEmpty()) {
                    wake();
                }
            }
        }
    }
}
