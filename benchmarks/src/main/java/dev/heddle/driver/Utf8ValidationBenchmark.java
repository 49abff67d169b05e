package dev.heddle.driver;

import dev.heddle.benchmarks.codec.CodecBenchmark;
import dev.heddle.benchmarks.codec.Memory;
import dev.heddle.benchmarks.codec.Text;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Whether 64 KiB are UTF-8, beside what the JDK can find out only by decoding them. */
public class Utf8ValidationBenchmark extends CodecBenchmark {

    private static final int SIZE = 64 * 1024;

    @Param
    private Text text;

    @Param
    private Memory memory;

    private ByteBuffer bytes;
    private byte[] array;
    private ByteBuf nettyBytes;
    private CharBuffer decoded;
    private Utf8Validator validator;
    private CharsetDecoder decoder;
    private EmbeddedChannel netty;

    /** Makes the text. */
    @Setup
    public void setUp() {
        array = text.ofLength(SIZE).getBytes(StandardCharsets.UTF_8);
        bytes = memory.copy(array);
        nettyBytes = Unpooled.wrappedBuffer(bytes.duplicate());
        decoded = CharBuffer.allocate(SIZE);
        validator = new Utf8Validator();
        decoder = StandardCharsets.UTF_8.newDecoder();
        netty = new EmbeddedChannel(new Utf8FrameValidator());
    }

    /** Heddle. */
    @Benchmark
    public boolean heddle() {
        return validator.accept(bytes);
    }

    /** Netty, by a handler in a channel without I/O. */
    @Benchmark
    public boolean netty() {
        netty.writeInbound(new TextWebSocketFrame(nettyBytes.readerIndex(0).retain()));
        return ReferenceCountUtil.release(netty.readInbound());
    }

    /** The JDK's String, which replaces what is bad; always of an array. */
    @Benchmark
    public String newString() {
        return new String(array, StandardCharsets.UTF_8);
    }

    /** The JDK's strict decoder, with room that is used again. */
    @Benchmark
    public CoderResult charsetDecoder() {
        CoderResult result = decoder.reset().decode(bytes, decoded.clear(), true);
        bytes.rewind();
        return result;
    }
}
