package dev.heddle.benchmarks.codec;

import dev.heddle.driver.Driver;
import dev.heddle.driver.DriverListener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.internal.Parser;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Role;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.Framedata;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * A client's binary frame, unmasked and given to whoever listens. Heddle's driver runs whole, with all rules and limits;
 * of the peers it is what stands nearest: Netty's frame decoder in a channel without I/O, Jetty's parser with its
 * unmasking, Java-WebSocket's draft. Tomcat's and Tyrus's can not be had without a connection. Those that unmask in place
 * are given the same bytes again, masked and unmasked in turn.
 */
public class DecodeBenchmark extends CodecBenchmark {

    private static final int MAX_LENGTH = 4 * 1024 * 1024;

    @Param
    private Memory memory;

    @Param({"16", "125", "1024", "65536", "1048576"})
    private int size;

    private ByteBuffer frame;
    private ByteBuf nettyFrame;
    private Driver driver;
    private EmbeddedChannel netty;
    private Parser jetty;
    private Draft_6455 javaWebSocket;
    private long received;

    /** Opens a connection of each. */
    @Setup
    public void setUp() {
        frame = memory.copy(Wire.maskedFrame(size));
        nettyFrame = Unpooled.wrappedBuffer(frame.duplicate());
        driver = OpenDrivers.server(new Room(ByteBuffer.allocate(1024)), opened -> new DriverListener() {
            @Override
            public void onBinary(ByteBuffer data, boolean last) {
                received += data.remaining();
            }
        });
        netty = new EmbeddedChannel(new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(MAX_LENGTH)
                .build()));
        jetty = new Parser(new WebSocketComponents().getByteBufferPool());
        javaWebSocket = new Draft_6455(List.of(), MAX_LENGTH);
        javaWebSocket.setParseMode(Role.SERVER);
    }

    /** Heddle. */
    @Benchmark
    public long heddle() {
        driver.parse(frame.position(0));
        return received;
    }

    /** Netty. */
    @Benchmark
    public boolean netty() {
        netty.writeInbound(nettyFrame.readerIndex(0).retain());
        return ReferenceCountUtil.release(netty.readInbound());
    }

    /** Jetty. */
    @Benchmark
    public Frame jetty() {
        Frame.Parsed parsed = jetty.parse(frame.position(0));
        parsed.demask();
        parsed.close();
        return parsed;
    }

    /** Java-WebSocket, which reads arrays only. */
    @Benchmark
    public List<Framedata> javaWebSocket() throws InvalidDataException {
        return javaWebSocket.translateFrame(frame.position(0));
    }
}
