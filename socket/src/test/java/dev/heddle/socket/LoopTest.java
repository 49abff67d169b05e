package dev.heddle.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class LoopTest {

    private final List<String> events = new ArrayList<>();
    private final Queue<Runnable> workers = new ArrayDeque<>();
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
        loop.execute(() -> events.add("a"));
        loop.execute(() -> events.add("b"));
        assertThat(events).isEmpty();
        assertThat(workers).hasSize(1);
        workers.remove().run();
        assertThat(events).containsExactly("a", "b", "left");
        loop.execute(() -> events.add("c"));
        assertThat(workers).hasSize(1);
    }

    @Test
    void whatIsAddedOnTheLoopRunsBeforeItIsLeft() {
        loop.run(() -> {
            loop.execute(() -> events.add("later"));
            events.add(loop.inLoop() ? "in" : "out");
        });
        assertThat(events).containsExactly("in", "later", "left");
        assertThat(workers).isEmpty();
        assertThat(loop.inLoop()).isFalse();
    }

    @Test
    void taskThatThrowsIsToldAndDoesNotStopTheOthers() {
        loop.execute(() -> events.add("next"));
        loop.run(() -> {
            throw new IllegalStateException("a fault of the test's");
        });
        assertThat(events).containsExactly("threw a fault of the test's", "next", "left");
    }

    @Test
    void executorThatRejectsClosesTheWireAndTheTaskRunsAllTheSame() throws Exception {
        Loop rejected = new Loop(
                task -> {
                    throw new RejectedExecutionException("for the log");
                },
                new Loop.Owner() {

                    @Override
                    public void threw(Throwable thrown) {}

                    @Override
                    public void left() {}
                });
        CompletableFuture<Boolean> ran = new CompletableFuture<>();
        try (Socket socket = new Socket()) {
            LoopTimer.start(rejected, new Wire(socket), 1, () -> ran.complete(socket.isClosed()));
            assertThat(ran.join()).isTrue();
        }
    }
}
