package dev.heddle.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LoopTest {

    private final List<String> events = new ArrayList<>();
    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final Socket socket = new Socket();
    private final Wire wire = new Wire(socket);
    private final Loop loop = new Loop(workers::add, new Loop.Owner() {

        @Override
        public void threw(Throwable thrown) {
            events.add("threw " + thrown.getMessage());
        }

        @Override
        public void left() {
            events.add("left");
        }
    });

    @Test
    void oneWorkerDoesWhatManyAskFor() {
        loop.execute(() -> events.add("a"), wire);
        loop.execute(() -> events.add("b"), wire);
        assertThat(events).isEmpty();
        assertThat(workers).hasSize(1);
        workers.remove().run();
        assertThat(events).containsExactly("a", "b", "left");
        loop.execute(() -> events.add("c"), wire);
        assertThat(workers).hasSize(1);
    }

    @Test
    void whatIsAddedOnTheLoopRunsBeforeItIsLeft() {
        loop.run(() -> {
            loop.execute(() -> events.add("later"), wire);
            events.add(loop.inLoop() ? "in" : "out");
        });
        assertThat(events).containsExactly("in", "later", "left");
        assertThat(workers).isEmpty();
        assertThat(loop.inLoop()).isFalse();
    }

    @Test
    void taskThatThrowsIsToldAndDoesNotStopTheOthers() {
        loop.execute(() -> events.add("next"), wire);
        loop.run(() -> {
            throw new IllegalStateException("a fault of the test's");
        });
        assertThat(events).containsExactly("threw a fault of the test's", "next", "left");
    }

    @Test
    void executorThatRejectsClosesTheWireAndTheTaskRunsAllTheSame() {
        Loop rejecting = loop(task -> {
            throw new RejectedExecutionException("for the log");
        });
        CompletableFuture<Boolean> ran = new CompletableFuture<>();
        rejecting.execute(() -> ran.complete(socket.isClosed()), wire);
        assertThat(ran.join()).isTrue();
    }

    /** The second finds that somebody wakes the loop already, who then gets no thread for it. */
    @Test
    void taskThatReliesOnAWakeUpWithoutAThreadRunsAllTheSame() {
        CompletableFuture<String> relied = new CompletableFuture<>();
        AtomicReference<Loop> at = new AtomicReference<>();
        at.set(loop(task -> {
            CompletableFuture.runAsync(() -> at.get().execute(() -> relied.complete("ran"), wire))
                    .join();
            throw new OutOfMemoryError("for the log");
        }));
        at.get().execute(() -> {}, wire);
        assertThat(relied.join()).isEqualTo("ran");
        assertThat(socket.isClosed()).isTrue();
    }

    private static Loop loop(Executor threads) {
        return new Loop(threads, new Loop.Owner() {

            @Override
            public void threw(Throwable thrown) {}

            @Override
            public void left() {}
        });
    }
}
