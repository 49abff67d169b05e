package dev.heddle.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A session that answers from another thread in the very moment in which its call returns. */
// Yielding only makes it quick where there are fewer processors than threads.
@SuppressWarnings("ThreadPriorityCheck")
class AnswerRaceTest {

    private static final int ROUNDS = 60_000;

    private final AtomicReference<Runnable> answer = new AtomicReference<>();
    private final AtomicInteger answered = new AtomicInteger();

    /** Answers as soon as there is something to answer. */
    private void answerAll() {
        for (int round = 0; round < ROUNDS; round++) {
            Runnable next = answer.getAndSet(null);
            while (next == null) {
                Thread.yield();
                next = answer.getAndSet(null);
            }
            next.run();
            answered.incrementAndGet();
        }
    }

    @Test
    void answerIsTakenUpOnceWhetherTheCallHasReturnedOrNot() throws Exception {
        Toy toy = new Toy("a").does((session, direction, message, callback) -> {
            answer.set(() -> callback.complete(message));
            while (answer.get() != null) {
                Thread.yield();
            }
            // The answer takes about as long as some of these.
            for (int spin = answered.get() % 16; spin > 0; spin--) {
                Thread.onSpinWait();
            }
        });
        Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        Extensions extensions = new Extensions(new SessionLimits(1000), tasks::add);
        extensions.add(toy);
        extensions.generateResponse("a");
        List<String> out = new ArrayList<>();
        Thread other = new Thread(this::answerAll, "answers");
        other.setDaemon(true);
        other.start();

        for (int round = 1; round <= ROUNDS; round++) {
            toy.log.clear();
            out.clear();
            extensions.processOutgoingMessage(new Message(2, ByteBuffer.allocate(1)), new Session.Callback() {

                @Override
                public void complete(Message message) {
                    out.add("out");
                }

                @Override
                public void fail(Throwable cause) {
                    out.add(cause.getMessage());
                }
            });
            while (answered.get() < round) {
                Thread.yield();
            }
            Runnable task = tasks.poll();
            if (task != null) {
                task.run();
            }
            assertThat(out).as("round %d", round).containsExactly("out");
            assertThat(tasks).as("round %d", round).isEmpty();
        }
        other.join();
        assertThat(extensions.pendingOutgoing()).isZero();
    }
}
