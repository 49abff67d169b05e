package dev.heddle.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LoopTest {

    private final List<String> log = new ArrayList<>();
    private final List<Runnable> asked = new ArrayList<>();
    private final Loop loop = new Loop(asked::add);

    @Test
    void eventsFromInsideWaitForTheirTurn() {
        loop.enter(() -> {
            loop.enter(() -> log.add("inner"));
            log.add("outer");
        });
        assertThat(log).containsExactly("outer", "inner");
        assertThat(asked).isEmpty();
    }

    @Test
    void tasksFromOutsideAskForOneTurnAndKeepTheirOrder() {
        loop.execute(() -> log.add("first"));
        loop.execute(() -> log.add("second"));
        assertThat(log).isEmpty();
        assertThat(asked).hasSize(1);
        asked.get(0).run();
        assertThat(log).containsExactly("first", "second");
    }

    @Test
    void containersThreadDoesWhatWaits() {
        loop.execute(() -> log.add("task"));
        loop.enter(() -> log.add("event"));
        assertThat(log).containsExactly("event", "task");
        asked.get(0).run();
        assertThat(log).hasSize(2);
    }

    @Test
    void threadIsNotKeptByTasksThatMakeOthers() {
        loop.enter(() -> again(1000));
        assertThat(log).hasSizeLessThan(100);
        while (!asked.isEmpty()) {
            asked.remove(0).run();
        }
        assertThat(log).hasSize(1000);
    }

    @Test
    void taskThatThrowsDoesNotStopTheOthers() {
        loop.execute(() -> {
            throw new IllegalStateException("for the log");
        });
        loop.execute(() -> log.add("next"));
        asked.get(0).run();
        assertThat(log).containsExactly("next");
        assertThat(loop.inLoop()).isFalse();
    }

    @Test
    void oneThreadIsInsideAtATime() throws InterruptedException {
        int threads = 4;
        int each = 10_000;
        // Not guarded by anything but the loop.
        int[] count = {0};
        CountDownLatch done = new CountDownLatch(threads * each);
        ExecutorService executor = Executors.newFixedThreadPool(2 * threads);
        try {
            Loop shared = new Loop(executor);
            for (int i = 0; i < threads; i++) {
                boolean container = i % 2 == 0;
                executor.execute(() -> {
                    for (int j = 0; j < each; j++) {
                        Runnable task = () -> {
                            count[0]++;
                            done.countDown();
                        };
                        if (container) {
                            shared.enter(task);
                        } else {
                            shared.execute(task);
                        }
                    }
                });
            }
            assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(count[0]).isEqualTo(threads * each);
        } finally {
            executor.shutdown();
        }
    }

    private void again(int times) {
        log.add("" + times);
        if (times > 1) {
            loop.execute(() -> again(times - 1));
        }
    }

    @Test
    void executorThatRejectsIsAskedAgain() {
        AtomicBoolean full = new AtomicBoolean(true);
        Loop rejected = new Loop(task -> {
            if (full.get()) {
                throw new RejectedExecutionException("full");
            }
            asked.add(task);
        });
        assertThatThrownBy(() -> rejected.execute(() -> log.add("first")))
                .isInstanceOf(RejectedExecutionException.class);
        full.set(false);
        rejected.execute(() -> log.add("second"));
        asked.get(0).run();
        assertThat(log).containsExactly("first", "second");
    }

    @Test
    void threadIsKeptWhereThereIsNoOther() {
        Loop rejected = new Loop(task -> {
            throw new RejectedExecutionException("full");
        });
        rejected.enter(() -> {
            for (int i = 0; i < 1000; i++) {
                rejected.execute(() -> log.add("task"));
            }
        });
        assertThat(log).hasSize(1000);
    }

    @Test
    void deadlineThatFindsNoThreadIsStrandedAndRunsAllTheSame() {
        Threads threads = new Threads(task -> {
            throw new RejectedExecutionException("for the log");
        });
        CompletableFuture<Void> stranded = new CompletableFuture<>();
        CompletableFuture<Boolean> ran = new CompletableFuture<>();
        threads.schedule(new Loop(threads), 1, () -> ran.complete(stranded.isDone()), () -> stranded.complete(null));
        assertThat(ran.join()).isTrue();
        threads.shutdown();
    }

    /** As an executor does that runs in its caller when it is full. */
    @Test
    void connectionsThatSendToEachOtherDoNotWaitForEachOther() throws Exception {
        Loop one = new Loop(Runnable::run);
        Loop other = new Loop(Runnable::run);
        CyclicBarrier both = new CyclicBarrier(2);
        CountDownLatch done = new CountDownLatch(2);
        for (Loop from : List.of(one, other)) {
            Loop to = from == one ? other : one;
            Thread thread = new Thread(() -> from.enter(() -> {
                try {
                    both.await();
                } catch (InterruptedException | BrokenBarrierException e) {
                    throw new IllegalStateException(e);
                }
                to.execute(done::countDown);
            }));
            thread.setDaemon(true);
            thread.start();
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void listenerThatBlocksKeepsNoThreadOfTheExecutor() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Thread container = new Thread(() -> loop.enter(() -> {
            inside.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        container.start();
        inside.await();
        try {
            for (int i = 0; i < 3; i++) {
                loop.execute(() -> log.add("task"));
                Thread executors = new Thread(asked.remove(0));
                executors.start();
                executors.join(TimeUnit.SECONDS.toMillis(60));
                assertThat(executors.isAlive()).isFalse();
            }
        } finally {
            go.countDown();
        }
        container.join();
        assertThat(log).containsExactly("task", "task", "task");
    }

    @Test
    void taskBehindTheShutdownOfTheThreadsIsRefused() {
        Threads threads = new Threads(null);
        Loop late = new Loop(threads);
        threads.shutdown();
        assertThatThrownBy(() -> late.execute(() -> log.add("in vain"))).isInstanceOf(RejectedExecutionException.class);
    }
}
