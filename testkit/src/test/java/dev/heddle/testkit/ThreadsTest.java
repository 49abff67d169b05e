package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What real threads may do to one connection whose loop has its own. */
class ThreadsTest {

    private static final int THREADS = 8;
    private static final int PER_THREAD = 20_000;

    private final Receiver client = new Receiver();
    private final Receiver server = new Receiver();

    @Tag("WS-082")
    @Tag("SEC-55")
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 10_000})
    void eachThreadsMessagesKeepTheirOrderAndNoneBeforeTheCloseIsLost(int closeAfter) throws InterruptedException {
        try (MemoryLoop loop = new MemoryLoop(new FakeClock()).start()) {
            MemoryPair pair = new MemoryPair(client, server, WebSocketOptions.defaults(), loop).open();
            await(client.opened);
            AtomicIntegerArray accepted = new AtomicIntegerArray(THREADS);
            CountDownLatch enough = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int thread = t;
                threads.add(new Thread(() -> {
                    for (int i = 0; i < PER_THREAD && pair.client().send(thread + " " + i); i++) {
                        accepted.set(thread, i + 1);
                        if (i == closeAfter) {
                            enough.countDown();
                        }
                    }
                    enough.countDown();
                }));
            }
            threads.forEach(Thread::start);
            await(enough);
            int[] before = new int[THREADS];
            for (int t = 0; t < THREADS; t++) {
                before[t] = accepted.get(t);
            }
            assertThat(pair.client().close()).isTrue();
            for (Thread thread : threads) {
                thread.join(30_000);
            }
            assertThat(pair.client().send("late")).isFalse();
            await(client.closed);
            await(server.closed);
            int[] received = server.countInOrder();
            for (int t = 0; t < THREADS; t++) {
                assertThat(received[t]).isBetween(before[t], accepted.get(t));
            }
        }
        assertThat(client.events()).last().isEqualTo("close 1000 (clean)");
        assertThat(server.events()).last().isEqualTo("close 1000 (clean)");
    }

    @Tag("SEC-14")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void wheneverASocketWasCongestedADrainFollows(long seed) throws InterruptedException {
        WebSocketOptions options =
                WebSocketOptions.builder().watermarks(200, 400).build();
        try (MemoryLoop loop = new MemoryLoop(new FakeClock()).start()) {
            MemoryPair pair = new MemoryPair(client, server, options, loop).open();
            await(client.opened);
            List<Thread> threads = new ArrayList<>();
            List<Integer> unanswered = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                Random random = new Random(seed * 100 + t);
                threads.add(new Thread(() -> {
                    for (int i = 0; i < 20_000; i++) {
                        pair.client().send(Setup.bytes(random.nextInt(150)));
                        long drains = client.drains();
                        if (pair.client().isCongested() && !client.drainsBeyond(drains)) {
                            synchronized (unanswered) {
                                unanswered.add(i);
                            }
                            return;
                        }
                    }
                }));
            }
            // The loop sends too, so that it may find the socket congested at the same time as they do.
            for (int i = 0; i < 20_000; i++) {
                loop.execute(() -> pair.client().send(Setup.bytes(120)));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join(60_000);
                assertThat(thread.isAlive()).isFalse();
            }
            assertThat(unanswered).isEmpty();
            pair.client().close();
            await(server.closed);
        }
        assertThat(client.events()).last().isEqualTo("close 1000 (clean)");
    }

    @Tag("API-011")
    @Test
    void aMessageFromTheLoopComesBehindWhatItsThreadWasToldBefore() throws InterruptedException {
        ScriptedPeer peer = Setup.client(new RecordingListener());
        Thread outside = new Thread(() -> peer.socket().send("a"));
        outside.start();
        outside.join(10_000);
        peer.loop().execute(() -> peer.socket().send("b"));
        peer.expect("810161 810162");
    }

    @Tag("API-009")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void closesFromManyThreadsAndTheConnectionsEndAreOneCloseEvent(long seed) throws InterruptedException {
        Random random = new Random(seed);
        try (MemoryLoop loop = new MemoryLoop(new FakeClock()).start()) {
            MemoryPair pair = new MemoryPair(client, server, WebSocketOptions.defaults(), loop).open();
            await(client.opened);
            await(server.opened);
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int action = random.nextInt(5);
                threads.add(new Thread(() -> {
                    switch (action) {
                        case 0 -> pair.client().close(4000, "a");
                        case 1 -> pair.server().close(4001, "b");
                        case 2 -> pair.server().goAway();
                        case 3 -> pair.client().send("x");
                        default -> pair.clientTransport().breakWith(new IOException("reset"));
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join(30_000);
            }
            pair.clientTransport().breakWith(new IOException("reset"));
            await(client.closed);
            await(server.closed);
        }
        for (Receiver each : List.of(client, server)) {
            assertThat(each.events().stream().filter(event -> event.startsWith("close")))
                    .hasSize(1);
            assertThat(each.events()).last().asString().startsWith("close");
        }
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    }

    private static final class Receiver extends RecordingListener {

        private final CountDownLatch opened = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);
        private final List<String> messages = new ArrayList<>();
        private long drains;

        @Override
        public void onOpen(WebSocket socket) {
            super.onOpen(socket);
            opened.countDown();
        }

        @Override
        public void onText(WebSocket socket, String message) {
            messages.add(message);
        }

        @Override
        public void onBinary(WebSocket socket, ByteBuffer message) {}

        @Override
        public synchronized void onDrain(WebSocket socket) {
            drains++;
            notifyAll();
        }

        @Override
        public void onClose(WebSocket socket, CloseEvent event) {
            super.onClose(socket, event);
            closed.countDown();
        }

        synchronized long drains() {
            return drains;
        }

        /** Waits for one more drain, for as long as a machine may ever need. */
        synchronized boolean drainsBeyond(long seen) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            try {
                while (drains == seen && System.nanoTime() < end) {
                    wait(100);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return drains > seen;
        }

        /** Counts each thread's messages, which have to be numbered without a gap. */
        int[] countInOrder() {
            int[] counts = new int[THREADS];
            for (String message : messages) {
                int space = message.indexOf(' ');
                int thread = Integer.parseInt(message.substring(0, space));
                assertThat(Integer.parseInt(message.substring(space + 1))).isEqualTo(counts[thread]);
                counts[thread]++;
            }
            return counts;
        }
    }
}
