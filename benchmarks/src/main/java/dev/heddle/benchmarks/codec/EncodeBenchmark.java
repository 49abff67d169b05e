package dev.heddle.benchmarks.codec;

import dev.heddle.driver.Driver;
import dev.heddle.driver.DriverListener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.internal.Generator;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Role;
import org.java_websocket.framing.BinaryFrame;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * A binary message, written as a frame of one side's: a client masks. Heddle, Jetty and Java-WebSocket copy the payload
 * behind the header; Netty leaves it where it is and puts the header in front, unless it masks.
 */
public class EncodeBenchmark extends CodecBenchmark {

    private static final byte[] KEY = {0x37, (byte) 0xfa, 0x21, 0x3d};

    /** Who sends. */
    public enum Side {
        /** Does not mask. */
        SERVER,
        /** Masks. */
        CLIENT
    }

    @Param
    private Side side;

    @Param
    private Memory memory;

    @Param({"16", "125", "1024", "65536", "1048576"})
    private int size;

    private ByteBuffer payload;
    private ByteBuffer jettyOut;
    private Room room;
    private Driver driver;
    private ByteBuf nettyPayload;
    private EmbeddedChannel netty;
    private Generator jetty;
    private Draft_6455 javaWebSocket;

    /** Opens a connection of each. */
    @Setup
    public void setUp() {
        boolean client = side == Side.CLIENT;
        payload = memory.copy(new byte[size]);
        ByteBuffer out = memory.allocate(size + 1024);
        room = new Room(out);
        DriverListener silent = new DriverListener() {};
        driver = client ? OpenDrivers.client(room, out, opened -> silent) : OpenDrivers.server(room, opened -> silent);
        nettyPayload = Unpooled.wrappedBuffer(payload);
        netty = new EmbeddedChannel(new WebSocket13FrameEncoder(client));
        jetty = new Generator();
        jettyOut = memory.allocate(size + 1024);
        javaWebSocket = new Draft_6455();
        javaWebSocket.setParseMode(client ? Role.CLIENT : Role.SERVER);
    }

    /** Heddle. */
    @Benchmark
    public int heddle() {
        room.clear();
        driver.binary(payload.position(0));
        return room.sent();
    }

    /** Netty. */
    @Benchmark
    public int netty() {
        netty.writeOutbound(new BinaryWebSocketFrame(nettyPayload.readerIndex(0).retain()));
        int parts = 0;
        for (Object part = netty.readOutbound(); part != null; part = netty.readOutbound()) {
            ReferenceCountUtil.release(part);
            parts++;
        }
        return parts;
    }

    /** Jetty; with one key for all frames, which it has drawn elsewhere. */
    @Benchmark
    public ByteBuffer jetty() {
        Frame frame = new Frame(OpCode.BINARY, true, payload.position(0));
        if (side == Side.CLIENT) {
            frame.setMask(KEY);
        }
        // Jetty's buffers are always ready to be read: this one holds nothing.
        jetty.generateWholeFrame(frame, jettyOut.limit(0));
        return jettyOut;
    }

    /** Java-WebSocket. */
    @Benchmark
    public ByteBuffer javaWebSocket() {
        BinaryFrame frame = new BinaryFrame();
        frame.setPayload(payload.position(0));
        return javaWebSocket.createBinaryFrame(frame);
    }
}
