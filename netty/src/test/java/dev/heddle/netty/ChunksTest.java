package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunksTest {

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

    @Test
    void chunkIsUsedAgainOnceItIsWritten() {
        Chunk first = take();
        first.memory().put((byte) 1);
        ByteBuf filled = first.filled();
        assertThat(filled.readableBytes()).isOne();

        Chunk second = take();
        assertThat(second).isNotSameAs(first);
        second.drop();

        filled.release();
        Chunk third = take();
        assertThat(third).isSameAs(first);
        assertThat(third.memory().position()).isZero();
        assertThat(third.memory().remaining()).isEqualTo(third.memory().capacity());
        third.drop();
        endOfTheLoop();
    }

    @Test
    void whatWaitsToBeWrittenHoldsNoMoreThanItNeeds() {
        Chunk small = Chunks.take(allocator, 20, true);
        assertThat(small.memory().capacity()).isEqualTo(1024);
        small.drop();
        Chunk larger = Chunks.take(allocator, 10_000, true);
        assertThat(larger.memory().capacity()).isEqualTo(10_000);
        larger.filled().release();
        endOfTheLoop();
    }

    @Test
    void chunksThatAreLongInWritingAreLetGo() {
        List<ByteBuf> pending = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Chunk chunk = take();
            chunk.memory().put((byte) i);
            pending.add(chunk.filled());
        }
        for (int i = 0; i < 100; i++) {
            assertThat(pending.get(i).readByte()).isEqualTo((byte) i);
            assertThat(pending.get(i).refCnt()).isEqualTo(i < 92 ? 1 : 2);
            pending.get(i).release();
        }
        endOfTheLoop();
    }

    @Test
    void littleThatIsLongInWritingHoldsLittle() {
        List<ByteBuf> pending = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Chunk chunk = Chunks.take(allocator, 100, false);
            chunk.memory().put((byte) i);
            pending.add(chunk.filled());
        }
        assertThat(allocator.metric().usedDirectMemory()).isEqualTo(100 * 4096);
        pending.forEach(ByteBuf::release);
        endOfTheLoop();
    }

    @Test
    void chunkThatIsBeingFilledWhenItsLoopEndsIsGoneWhenItIsWritten() {
        Chunk chunk = take();
        FastThreadLocal.removeAll();
        ByteBuf filled = chunk.filled();
        assertThat(filled.refCnt()).isOne();
        filled.release();
        endOfTheLoop();
    }

    @Test
    void asManyAsAreAskedForCanBeFilledAtOnce() {
        List<Chunk> taken = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Chunk chunk = take();
            assertThat(taken).doesNotContain(chunk);
            taken.add(chunk);
        }
        taken.forEach(Chunk::drop);
        endOfTheLoop();
    }

    /** Not behind each test: that is called on a thread of its own. */
    private void endOfTheLoop() {
        FastThreadLocal.removeAll();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }

    private Chunk take() {
        return Chunks.take(allocator, 10_000, false);
    }
}
