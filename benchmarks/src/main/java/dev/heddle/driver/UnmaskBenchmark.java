package dev.heddle.driver;

import dev.heddle.benchmarks.codec.CodecBenchmark;
import dev.heddle.benchmarks.codec.Memory;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Taking a mask off in place, beside what the JDK needs to move as many bytes. The payload begins where it does behind a
 * header, so at no multiple of eight.
 */
public class UnmaskBenchmark extends CodecBenchmark {

    private static final int START = 6;
    private static final int KEY = 0x37fa213d;

    @Param
    private Memory memory;

    @Param({"16", "125", "1024", "65536", "1048576"})
    private int size;

    private ByteBuffer buffer;
    private ByteBuffer other;
    private byte[] array;
    private byte[] otherArray;

    /** Fills the memory. */
    @Setup
    public void setUp() {
        buffer = memory.allocate(START + size);
        other = memory.allocate(START + size);
        array = new byte[START + size];
        otherArray = new byte[START + size];
    }

    /** Heddle. */
    @Benchmark
    public ByteBuffer unmask() {
        Masker.unmask(buffer, START, START + size, KEY, 0);
        return buffer;
    }

    /** Heddle, from one buffer to another, as a client sends. */
    @Benchmark
    public ByteBuffer unmaskInCopying() {
        Masker.copy(buffer, START, other, START, size, KEY, 0);
        return other;
    }

    /** The JDK's copy between buffers of the same kind. */
    @Benchmark
    public ByteBuffer bufferPut() {
        return other.put(START, buffer, START, size);
    }

    /** The JDK's copy between arrays. */
    @Benchmark
    public byte[] systemArraycopy() {
        System.arraycopy(array, START, otherArray, START, size);
        return otherArray;
    }
}
