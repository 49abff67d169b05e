package dev.heddle.permessagedeflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What waits to be used again. */
class PoolTest {

    @Test
    void poolKeepsNoMoreThanItsBound() {
        Pool<String> pool = new Pool<>(2);
        assertThat(pool.take()).isNull();
        assertThat(pool.give("a")).isTrue();
        assertThat(pool.give("b")).isTrue();
        assertThat(pool.give("c")).isFalse();
        assertThat(pool.take()).isEqualTo("b");
        pool.close();
        assertThat(pool.give("b")).isFalse();
        assertThat(pool.take()).isEqualTo("a");
        assertThat(pool.take()).isNull();
    }

    @Test
    void nothingIsTakenByTwoThreads() throws InterruptedException, ExecutionException {
        int threads = 4;
        Pool<AtomicInteger> pool = new Pool<>(2);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        List<Future<Integer>> done = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            done.add(executor.submit(() -> {
                int shared = 0;
                for (int round = 0; round < 50_000; round++) {
                    AtomicInteger taken = pool.take();
                    AtomicInteger item = taken == null ? new AtomicInteger() : taken;
                    shared += item.incrementAndGet() == 1 ? 0 : 1;
                    item.decrementAndGet();
                    pool.give(item);
                }
                return shared;
            }));
        }
        for (Future<Integer> future : done) {
            assertThat(future.get()).isZero();
        }
        executor.shutdown();
    }
}
