package dev.heddle.benchmarks.codec;

import dev.heddle.driver.Output;
import java.nio.ByteBuffer;

/** Room for what a driver sends, which is written over again and again. */
final class Room implements Output {

    private final ByteBuffer memory;

    Room(ByteBuffer memory) {
        this.memory = memory;
    }

    @Override
    public ByteBuffer claim(int size) {
        return memory;
    }

    /** Forgets what was sent. */
    void clear() {
        memory.clear();
    }

    /** Returns how much was sent, in bytes. */
    int sent() {
        return memory.position();
    }
}
