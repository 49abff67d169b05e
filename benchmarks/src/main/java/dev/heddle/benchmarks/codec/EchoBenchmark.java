package dev.heddle.benchmarks.codec;

import dev.heddle.driver.Driver;
import dev.heddle.driver.DriverListener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A client's binary frame comes in, and goes out again from the listener: the server's whole way, without a socket. */
public class EchoBenchmark extends CodecBenchmark {

    @Param
    private Memory memory;

    @Param({"16", "125", "1024"})
    private int size;

    private ByteBuffer frame;
    private Room room;
    private Driver driver;
    private ByteBuf nettyFrame;
    private EmbeddedChannel netty;

    /** Opens a connection of each. */
    @Setup
    public void setUp() {
        frame = memory.copy(Wire.maskedFrame(size));
        room = new Room(memory.allocate(size + 1024));
        driver = OpenDrivers.server(room, Echo::new);
        nettyFrame = Unpooled.wrappedBuffer(frame.duplicate());
        netty = new EmbeddedChannel(
                new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder().build()),
                new WebSocket13FrameEncoder(false),
                new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext context, Object message) {
                        context.write(message, context.voidPromise());
                    }

                    @Override
                    public void channelReadComplete(ChannelHandlerContext context) {
                        context.flush();
                    }
                });
    }

    /** Heddle. */
    @Benchmark
    public int heddle() {
        room.clear();
        driver.parse(frame.position(0));
        return room.sent();
    }

    /** Netty. */
    @Benchmark
    public int netty() {
        netty.writeInbound(nettyFrame.readerIndex(0).retain());
        int parts = 0;
        for (Object part = netty.readOutbound(); part != null; part = netty.readOutbound()) {
            ReferenceCountUtil.release(part);
            parts++;
        }
        return parts;
    }

    /** Sends back what it is told. */
    private record Echo(Driver driver) implements DriverListener {

        @Override
        public void onBinary(ByteBuffer data, boolean last) {
            driver.binary(data, last);
        }
    }
}
