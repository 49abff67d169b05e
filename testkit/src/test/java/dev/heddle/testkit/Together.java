package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Threads that begin together. */
final class Together {

    private Together() {}

    /** Does something on so many threads at once; each gets its number. */
    static void run(int threads, Consumer<Integer> work) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<Throwable> thrown = new ArrayList<>();
        List<Thread> running = IntStream.range(0, threads)
                .mapToObj(number -> new Thread(() -> {
                    try {
                        start.await();
                        work.accept(number);
                    } catch (Throwable e) {
                        synchronized (thrown) {
                            thrown.add(e);
                        }
                    }
                }))
                .toList();
        running.forEach(Thread::start);
        start.countDown();
        for (Thread thread : running) {
            thread.join();
        }
        assertThat(thrown).isEmpty();
    }
}
