package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;

/** The kinds of buffer in which the bytes of a peer may lie. */
enum Memory {
    HEAP {
        @Override
        ByteBuffer allocate(int size) {
            return ByteBuffer.allocate(size);
        }
    },
    /** Part of a larger array, which begins neither at its start nor at a multiple of eight. */
    HEAP_SLICE {
        @Override
        ByteBuffer allocate(int size) {
            return ByteBuffer.allocate(size + 7).position(3).slice().position(2).limit(size + 2);
        }
    },
    DIRECT {
        @Override
        ByteBuffer allocate(int size) {
            return ByteBuffer.allocateDirect(size + 5).position(5);
        }
    },
    DIRECT_LITTLE_ENDIAN {
        @Override
        ByteBuffer allocate(int size) {
            return ByteBuffer.allocateDirect(size + 1)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .position(1);
        }
    };

    private static final List<Memory> ALL = List.of(values());

    static Memory any(Random random) {
        return ALL.get(random.nextInt(ALL.size()));
    }

    /** Returns a buffer with exactly that many bytes between its position and its limit. */
    abstract ByteBuffer allocate(int size);

    /** Returns a buffer with a copy of some of the bytes. */
    ByteBuffer copy(byte[] bytes, int from, int to) {
        ByteBuffer buffer = allocate(to - from);
        return buffer.put(buffer.position(), bytes, from, to - from);
    }

    ByteBuffer copy(byte[] bytes) {
        return copy(bytes, 0, bytes.length);
    }
}
