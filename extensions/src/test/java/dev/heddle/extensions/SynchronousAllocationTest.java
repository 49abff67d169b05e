package dev.heddle.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message through synchronous sessions allocates nothing, once it has run for a while, and gives no task to the executor. */
class SynchronousAllocationTest {

    private static final int ROUNDS = 5_000;
    private static final int MEASUREMENTS = 20;

    private static final Executor NONE = task -> {
        throw new AssertionError("A task for the executor");
    };

    /** Turns a reserved bit of the message, and a byte of memory that it uses again and again. */
    private record Stamping(String name) implements Extension {

        @Override
        public ClientSession createClientSession(SessionLimits limits) {
            return null;
        }

        @Override
        public ServerSession createServerSession(List<Parameters> offers, SessionLimits limits) {
            return new StampingSession();
        }
    }

    private static final class StampingSession implements ServerSession {

        private final ByteBuffer data = ByteBuffer.allocate(8);

        @Override
        public Parameters generateResponse() {
            return Parameters.empty();
        }

        @Override
        public boolean isSynchronous() {
            return true;
        }

        @Override
        public void processIncomingMessage(Message message, Callback callback) {
            callback.complete(message.setRsv2(!message.rsv2()));
        }

        @Override
        public void processOutgoingMessage(Message message, Callback callback) {
            byte first = message.data().get(message.data().position());
            callback.complete(message.setData(data.clear().put(0, first)));
        }

        @Override
        public void close() {}
    }

    private static final class Counter implements Session.Callback {

        private int completed;

        @Override
        public void complete(Message message) {
            completed += message.data().get(0);
        }

        @Override
        public void fail(Throwable cause) {
            throw new AssertionError(cause);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4})
    void messageThroughSynchronousSessionsAllocatesNothing(int sessions) throws ExtensionException {
        Extensions extensions = new Extensions(new SessionLimits(1000), NONE);
        StringBuilder offer = new StringBuilder("unknown");
        for (int i = 0; i < sessions; i++) {
            extensions.add(new Stamping("x" + i));
            offer.append(", x").append(i);
        }
        extensions.generateResponse(offer.toString());
        ByteBuffer data = ByteBuffer.wrap(new byte[] {1});
        Message message = new Message(2, data);
        Counter counter = new Counter();
        long least = Long.MAX_VALUE;
        for (int measurement = 0; measurement < MEASUREMENTS && least > 0; measurement++) {
            long before = Measured.bytes();
            for (int round = 0; round < ROUNDS; round++) {
                extensions.processIncomingMessage(message.setData(data), counter);
                extensions.processOutgoingMessage(message.setData(data), counter);
            }
            least = Math.min(least, Measured.bytes() - before);
        }
        assertThat(counter.completed).isGreaterThanOrEqualTo(2 * ROUNDS);
        assertThat(least).isZero();
    }
}
