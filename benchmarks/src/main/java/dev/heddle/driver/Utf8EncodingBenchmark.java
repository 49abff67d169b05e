package dev.heddle.driver;

import dev.heddle.benchmarks.codec.CodecBenchmark;
import dev.heddle.benchmarks.codec.Text;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The bytes of a String of about 1 KiB, lone surrogates refused, beside the JDK's ways. */
public class Utf8EncodingBenchmark extends CodecBenchmark {

    private static final int SIZE = 1024;

    @Param
    private Text text;

    private String string;

    /** Makes the text. */
    @Setup
    public void setUp() {
        // The compiler shall not know that there is only one of its kind.
        for (Text other : Text.values()) {
            for (int i = 0; i < 5000; i++) {
                string = other.ofLength(64);
                heddle();
            }
        }
        string = text.ofLength(SIZE);
    }

    /** Heddle. */
    @Benchmark
    public byte[] heddle() {
        return Utf8.encode(string);
    }

    /** The JDK without the check: it replaces lone surrogates by question marks. */
    @Benchmark
    public byte[] getBytes() {
        return string.getBytes(StandardCharsets.UTF_8);
    }

    /** The JDK's strict encoder. */
    @Benchmark
    public ByteBuffer charsetEncoder() throws CharacterCodingException {
        return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(string));
    }
}
