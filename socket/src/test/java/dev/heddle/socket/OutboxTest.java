package dev.heddle.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private final Outbox outbox = new Outbox(32 * 1024, 64 * 1024);

    @Test
    void whatIsFlushedIsWrittenInItsOrder() {
        fill(3, 1);
        assertThat(outbox.begin()).as("before the flush").isFalse();
        outbox.flush();
        assertThat(outbox.pendingBytes()).isEqualTo(3);
        assertThat(outbox.begin()).isTrue();
        assertThat(outbox.begin()).as("a second writer").isFalse();
        assertThat(outbox.next()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 1, 1}));
        fill(2, 2);
        outbox.flush();
        outbox.written(ByteBuffer.allocate(3));
        assertThat(outbox.taken()).isEqualTo(3);
        assertThat(outbox.next()).isEqualTo(ByteBuffer.wrap(new byte[] {2, 2}));
        outbox.written(ByteBuffer.allocate(2));
        assertThat(outbox.next()).isNull();
        assertThat(outbox.pendingBytes()).isZero();
        assertThat(outbox.begin()).isFalse();
    }

    @Test
    void manySmallFlushesThatNobodyTakesShareTheirMemory() {
        for (int i = 0; i < 1000; i++) {
            fill(6, i);
            outbox.flush();
        }
        assertThat(outbox.begin()).isTrue();
        int pieces = 0;
        for (ByteBuffer next = outbox.next(); next != null; next = outbox.next()) {
            pieces++;
            outbox.written(next);
        }
        assertThat(outbox.taken()).isEqualTo(6000);
        assertThat(pieces).isLessThan(10);
    }

    @Test
    void endComesBehindEverythingAndOnce() {
        fill(1, 1);
        outbox.flush();
        outbox.end();
        assertThat(outbox.begin()).isTrue();
        ByteBuffer first = outbox.next();
        assertThat(Outbox.isEnd(first)).isFalse();
        outbox.written(first);
        assertThat(Outbox.isEnd(outbox.next())).isTrue();
        assertThat(outbox.next()).isNull();
        assertThat(outbox.begin()).isFalse();
    }

    @Test
    void fullAboveTheHighWatermarkUntilBelowTheLow() {
        fill(64 * 1024, 0);
        outbox.flush();
        assertThat(outbox.full()).isFalse();
        fill(1, 0);
        outbox.flush();
        assertThat(outbox.full()).isTrue();
        assertThat(outbox.begin()).isTrue();
        boolean told = false;
        while (!told) {
            assertThat(outbox.drains()).isFalse();
            told = outbox.written(ByteBuffer.allocate(1024));
        }
        assertThat(outbox.pendingBytes()).isEqualTo(31 * 1024 + 1);
        assertThat(outbox.full()).isTrue();
        assertThat(outbox.drains()).isTrue();
        assertThat(outbox.full()).isFalse();
        assertThat(outbox.drains()).isFalse();
    }

    @Test
    void taskWaitsForWhatWasFlushedBeforeIt() {
        Runnable task = () -> {};
        assertThat(outbox.await(task)).as("nothing was flushed").isTrue();
        assertThat(outbox.nextAwaited()).isSameAs(task);
        fill(10, 0);
        outbox.flush();
        assertThat(outbox.await(task)).isFalse();
        fill(10, 0);
        outbox.flush();
        assertThat(outbox.begin()).isTrue();
        assertThat(outbox.written(ByteBuffer.allocate(9))).isFalse();
        assertThat(outbox.nextAwaited()).isNull();
        assertThat(outbox.written(ByteBuffer.allocate(1))).isTrue();
        assertThat(outbox.nextAwaited()).isSameAs(task);
        assertThat(outbox.nextAwaited()).isNull();
    }

    @Test
    void nothingIsLeftOfAConnectionThatIsGone() {
        fill(10, 0);
        outbox.flush();
        assertThat(outbox.await(() -> {})).isFalse();
        outbox.drop();
        assertThat(outbox.pendingBytes()).isZero();
        assertThat(outbox.nextAwaited()).isNull();
        fill(10, 0);
        outbox.flush();
        assertThat(outbox.begin()).isFalse();
        assertThat(outbox.pendingBytes()).isZero();
    }

    private void fill(int count, int value) {
        for (int i = 0; i < count; i++) {
            outbox.claim(count - i).put((byte) value);
        }
    }
}
