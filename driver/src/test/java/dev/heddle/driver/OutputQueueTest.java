package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputQueueTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 4096, 4097, 1_000_000})
    void givesBackWhatWasPutIn(int room) {
        Random random = new Random(room);
        OutputQueue queue = new OutputQueue();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        for (int round = 0; round < 200; round++) {
            byte[] bytes = new byte[1 + random.nextInt(round % 10 == 0 ? 10_000 : 300)];
            random.nextBytes(bytes);
            put(queue, bytes);
            expected.writeBytes(bytes);
            if (random.nextInt(3) == 0) {
                transmit(queue, room, got);
            }
            assertThat(queue.size()).isEqualTo(expected.size() - got.size());
        }
        while (queue.size() > 0) {
            transmit(queue, room, got);
        }
        assertThat(got.toByteArray()).isEqualTo(expected.toByteArray());
        assertThat(queue.transmit(ByteBuffer.allocate(10))).isZero();
    }

    @Test
    void isFullFromItsWatermarkOn() {
        OutputQueue queue = new OutputQueue(5);
        put(queue, new byte[4]);
        assertThat(queue.full()).isFalse();
        put(queue, new byte[1]);
        assertThat(queue.full()).isTrue();
        queue.transmit(ByteBuffer.allocate(1));
        assertThat(queue.full()).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new OutputQueue(0));
    }

    @Test
    void fullTargetTakesNothing() {
        OutputQueue queue = new OutputQueue();
        put(queue, new byte[10]);
        assertThat(queue.transmit(ByteBuffer.allocate(0))).isZero();
        assertThat(queue.size()).isEqualTo(10);
    }

    @Test
    void askingForFullnessDoesNotCostMoreTheMoreWaits() {
        Scaling.assertLinear(OutputQueueTest::fill, 5_000);
    }

    private static void fill(int chunks) {
        OutputQueue queue = new OutputQueue();
        for (int i = 0; i < chunks; i++) {
            queue.full();
            put(queue, new byte[4096]);
        }
        assertThat(queue.size()).isEqualTo(4096L * chunks);
    }

    private static void put(OutputQueue queue, byte[] bytes) {
        for (int done = 0; done < bytes.length; ) {
            ByteBuffer target = queue.claim(bytes.length - done);
            assertThat(target.remaining()).isGreaterThanOrEqualTo(Math.min(bytes.length - done, Output.CONTIGUOUS));
            int count = Math.min(target.remaining(), bytes.length - done);
            target.put(bytes, done, count);
            done += count;
        }
    }

    private static void transmit(OutputQueue queue, int room, ByteArrayOutputStream got) {
        ByteBuffer target = ByteBuffer.allocate(room + 2).position(1).limit(room + 1);
        int moved = queue.transmit(target);
        assertThat(target.position()).isEqualTo(1 + moved);
        got.write(target.array(), 1, moved);
    }
}
