package dev.heddle.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions that answer from a pool of threads, while their calls return or behind them, some from two threads at once. */
class AnswerThreadsTest {

    private static final int RUNS = 1_000;
    private static final int MESSAGES = 60;
    private static final int THREADS = 4;
    /** The number that says that no message fails. */
    private static final int NONE = -1;

    private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    private final ExecutorService loop = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        pool.shutdownNow();
        loop.shutdownNow();
    }

    @Test
    void messagesComeOutOnceAndInOrderWhoeverAnswers() throws Exception {
        for (int seed = 0; seed < RUNS; seed++) {
            new Run(seed).check();
        }
    }

    /** One connection; all but the answers happens on the loop. */
    private final class Run {

        private final long seed;
        private final Random random;
        private final int failing;
        private final Counting[] sessions = {new Counting("a"), new Counting("b")};
        private final Extensions extensions = new Extensions(new SessionLimits(1000), loop);
        private final List<String> out = new ArrayList<>();
        private final CompletableFuture<List<String>> end = new CompletableFuture<>();

        Run(long seed) throws ExtensionException {
            this.seed = seed;
            this.random = new Random(seed);
            this.failing = random.nextBoolean() ? NONE : random.nextInt(MESSAGES);
            for (Counting session : sessions) {
                session.run = this;
                extensions.add(session);
            }
            extensions.generateResponse("a, b");
        }

        void check() throws Exception {
            for (int i = 0; i < MESSAGES; i++) {
                int number = i;
                loop.execute(() -> take(number));
            }
            loop.execute(() -> extensions.close(() -> end.complete(List.copyOf(out))));

            List<String> expected = new ArrayList<>();
            for (int i = 0; i < (failing == NONE ? MESSAGES : failing); i++) {
                expected.add(i + " passed 2");
            }
            if (failing != NONE) {
                expected.add("b: no " + failing);
            }
            assertThat(end.get()).as("seed %d", seed).isEqualTo(expected);
            for (Counting session : sessions) {
                assertThat(session.closed).as("seed %d", seed).isEqualTo(1);
                assertThat(session.disordered).as("seed %d", seed).isFalse();
            }
        }

        private void take(int number) {
            ByteBuffer data = ByteBuffer.allocate(8).putInt(0, number);
            extensions.processOutgoingMessage(new Message(2, data), new Session.Callback() {

                @Override
                public void complete(Message message) {
                    out.add(message.data().getInt(0) + " passed "
                            + message.data().getInt(4));
                }

                @Override
                public void fail(Throwable cause) {
                    out.add(cause.getMessage());
                }
            });
            data.putInt(0, NONE);
        }
    }

    /** Counts in each message that it has passed. */
    private final class Counting implements Extension, ServerSession {

        private final String name;
        private Run run;
        private int handed;
        private boolean disordered;
        private int closed;

        Counting(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public ClientSession createClientSession(SessionLimits limits) {
            return null;
        }

        @Override
        public ServerSession createServerSession(List<Parameters> offers, SessionLimits limits) {
            return this;
        }

        @Override
        public Parameters generateResponse() {
            return Parameters.empty();
        }

        @Override
        public void processIncomingMessage(Message message, Callback callback) {
            callback.complete(message);
        }

        @Override
        public void processOutgoingMessage(Message message, Callback callback) {
            int number = message.data().getInt(0);
            int passed = message.data().getInt(4) + 1;
            disordered |= number != handed++;
            Runnable answer = () -> {
                if (number == run.failing && name.equals("b")) {
                    callback.fail(new IllegalStateException("no " + number));
                } else {
                    ByteBuffer data = ByteBuffer.allocate(8).putInt(0, number).putInt(4, passed);
                    callback.complete(new Message(2, data));
                }
            };
            int dice = run.random.nextInt(6);
            if (dice == 0) {
                answer.run();
            } else {
                pool.execute(answer);
            }
            if (dice < 3) {
                // At once with the first answer: whichever comes first counts, and once.
                pool.execute(answer);
            }
        }

        @Override
        public void close() {
            closed++;
        }
    }
}
