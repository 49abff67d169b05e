package dev.heddle.netty;

import dev.heddle.driver.Output;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of one event loop, used again by all of its connections as soon as Netty has written them, which it has at once
 * as long as the network takes bytes. So a read costs no allocation; from JDK 24 on, where Netty does without {@code Unsafe}, large
 * ones would be zeroed each time.
 *
 * <p>They come in two sizes, so that one whose reader has stopped does not hold much for a little.
 */
final class Chunks {

    private static final FastThreadLocal<Chunks> OF_LOOP = new FastThreadLocal<>() {

        @Override
        protected Chunks initialValue() {
            return new Chunks();
        }

        @Override
        protected void onRemoval(Chunks chunks) {
            chunks.small.letGo();
            chunks.large.letGo();
        }
    };

    /** What is claimed for short answers. */
    private static final int SMALL = 4 * 1024;
    /** What one read of Netty's is at most, and the headers of frames that pass it on. */
    private static final int LARGE = 64 * 1024 + Output.CONTIGUOUS;

    private static final int SMALLEST = 1024;

    private final Kept small = new Kept(SMALL, 16);
    /** Netty's allocator takes twice the size for each: together a mebibyte. */
    private final Kept large = new Kept(LARGE, 8);

    private Chunks() {}

    /**
     * Returns one to be filled.
     *
     * @param size how much the caller takes to be likely to be written; a chunk may be smaller
     * @param pending whether it has to wait behind what the network has not taken: then it is no larger than that
     */
    static Chunk take(ByteBufAllocator allocator, int size, boolean pending) {
        if (pending) {
            int capacity = Math.max(SMALLEST, Math.min(size, LARGE));
            return new Chunk(allocator.directBuffer(capacity, capacity), false);
        }
        Chunks chunks = OF_LOOP.get();
        return (size <= SMALL ? chunks.small : chunks.large).take(allocator);
    }

    /** Those of one size. */
    private static final class Kept {

        private final int capacity;
        private final @Nullable Chunk[] chunks;
        /** Which one is let go next. */
        private int next;

        Kept(int capacity, int most) {
            this.capacity = capacity;
            this.chunks = new Chunk[most];
        }

        Chunk take(ByteBufAllocator allocator) {
            for (int i = 0; i < chunks.length; i++) {
                Chunk chunk = chunks[i];
                if (chunk == null) {
                    return keep(i, allocator);
                }
                if (chunk.take()) {
                    return chunk;
                }
            }
            int oldest = next;
            next = (oldest + 1) % chunks.length;
            letGo(oldest);
            return keep(oldest, allocator);
        }

        void letGo() {
            for (int i = 0; i < chunks.length; i++) {
                letGo(i);
            }
        }

        private Chunk keep(int index, ByteBufAllocator allocator) {
            Chunk made = new Chunk(allocator.directBuffer(capacity, capacity), true);
            chunks[index] = made;
            return made;
        }

        private void letGo(int index) {
            Chunk chunk = chunks[index];
            chunks[index] = null;
            if (chunk != null) {
                chunk.letGo();
            }
        }
    }
}
