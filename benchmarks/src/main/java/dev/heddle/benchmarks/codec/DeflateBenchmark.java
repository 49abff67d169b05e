package dev.heddle.benchmarks.codec;

import dev.heddle.driver.Driver;
import dev.heddle.driver.DriverListener;
import dev.heddle.permessagedeflate.PermessageDeflate;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** 1 KiB of JSON, compressed and written as a frame, beside the JDK's zlib at the same level alone. */
public class DeflateBenchmark extends CodecBenchmark {

    private static final int SIZE = 1024;

    @Param({"true", "false"})
    private boolean takeover;

    private byte[] json;
    private ByteBuffer message;
    private Room room;
    private PermessageDeflate extension;
    private Driver driver;
    private Deflater deflater;
    private byte[] deflated;

    /** Opens a connection. */
    @Setup
    public void setUp() {
        json = Text.ASCII.ofLength(SIZE).getBytes(StandardCharsets.UTF_8);
        message = ByteBuffer.wrap(json);
        room = new Room(ByteBuffer.allocate(2 * SIZE));
        extension = PermessageDeflate.builder().noContextTakeover(!takeover).build();
        driver = OpenDrivers.server(room, opened -> new DriverListener() {}, extension);
        deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflated = new byte[2 * SIZE];
        driver.text(message, true);
        if (room.sent() > SIZE) {
            throw new IllegalStateException("Not compressed");
        }
    }

    /** Gives zlib's memory back. */
    @TearDown
    public void tearDown() {
        driver.lost();
        extension.close();
        deflater.end();
    }

    /** Heddle. */
    @Benchmark
    public int heddle() {
        room.clear();
        driver.text(message.rewind(), true);
        return room.sent();
    }

    /** The JDK's zlib, without a frame. */
    @Benchmark
    public int zlib() {
        if (!takeover) {
            deflater.reset();
        }
        deflater.setInput(json);
        return deflater.deflate(deflated, 0, deflated.length, Deflater.SYNC_FLUSH);
    }
}
