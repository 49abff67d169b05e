package dev.heddle.netty;

import dev.heddle.driver.Output;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of one event loop, used again by all of its connections as soon as Netty has written them, which it has at once
 * as long as the network takes bytes. To allocate one for each read instead costs a tenth of an echo of 16 bytes; and from JDK
 * 24 on, where Netty does without {@code Unsafe}, large ones are zeroed each time.
 */
final class Chunks {

    private static final FastThreadLocal<Chunks> OF_LOOP = new FastThreadLocal<>() {

        @Override
        protected Chunks initialValue() {
            return new Chunks();
        }

        @Override
        protected void onRemoval(Chunks chunks) {
            for (int i = 0; i < MOST; i++) {
                chunks.letGo(i);
            }
        }
    };

    /** How many are kept: together a mebibyte. */
    private static final int MOST = 16;

    /** What one read of Netty's is at most, and the headers of frames that pass it on. */
    private static final int CAPACITY = 64 * 1024 + Output.CONTIGUOUS;
    /** From here on a claim is worth a whole chunk, also where it may wait long to be written. */
    private static final int LARGE = 16 * 1024;

    private static final int SMALLEST = 1024;

    private final @Nullable Chunk[] kept = new Chunk[MOST];
    private int oldest;

    private Chunks() {}

    /**
     * Returns one to be filled.
     *
     * @param pending whether it has to wait behind what the network has not taken: then it is no larger than it needs to be
     */
    static Chunk take(ByteBufAllocator allocator, int size, boolean pending) {
        if (pending && size < LARGE) {
            return make(allocator, Math.max(size, SMALLEST), false);
        }
        return OF_LOOP.get().take(allocator);
    }

    private Chunk take(ByteBufAllocator allocator) {
        for (int i = 0; i < MOST; i++) {
            Chunk chunk = kept[i];
            if (chunk == null) {
                return keep(i, allocator);
            }
            if (chunk.take()) {
                return chunk;
            }
        }
        oldest = (oldest + 1) % MOST;
        return letGo(oldest) ? keep(oldest, allocator) : make(allocator, CAPACITY, false);
    }

    private Chunk keep(int index, ByteBufAllocator allocator) {
        Chunk chunk = make(allocator, CAPACITY, true);
        kept[index] = chunk;
        return chunk;
    }

    private boolean letGo(int index) {
        Chunk chunk = kept[index];
        return chunk == null || chunk.letGo();
    }

    private static Chunk make(ByteBufAllocator allocator, int capacity, boolean kept) {
        return new Chunk(allocator.directBuffer(capacity, capacity), kept);
    }
}
