package dev.heddle.benchmarks.codec;

import java.nio.ByteBuffer;

/** Where the bytes lie. */
public enum Memory {
    /** In an array. */
    HEAP {
        @Override
        public ByteBuffer allocate(int size) {
            return ByteBuffer.allocate(size);
        }
    },
    /** Outside of the heap, as sockets read it. */
    DIRECT {
        @Override
        public ByteBuffer allocate(int size) {
            return ByteBuffer.allocateDirect(size);
        }
    };

    /** Returns memory of zeros. */
    public abstract ByteBuffer allocate(int size);

    /** Returns a buffer that is to be read, with a copy of the bytes. */
    public final ByteBuffer copy(byte[] bytes) {
        return allocate(bytes.length).put(bytes).flip();
    }
}
