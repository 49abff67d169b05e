package dev.heddle.benchmarks.codec;

import dev.heddle.driver.Driver;
import dev.heddle.driver.DriverListener;
import dev.heddle.driver.DriverOptions;
import dev.heddle.driver.Request;
import dev.heddle.driver.ServerDriver;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** A server's opening handshake, from the bytes of a browser's request to those of the response, with all that a connection needs. */
public class HandshakeBenchmark extends CodecBenchmark {

    private byte[] request;
    private ByteBuffer received;
    private Room room;

    /** Makes the request. */
    @Setup
    public void setUp() {
        request = Wire.request();
        received = ByteBuffer.wrap(request);
        room = new Room(ByteBuffer.allocate(1024));
    }

    /** Heddle. */
    @Benchmark
    public int heddle() {
        room.clear();
        ServerDriver server = Driver.server(DriverOptions.defaults(), room, Accepting::new);
        server.parse(received.rewind());
        return room.sent();
    }

    /** Netty: its usual three handlers, and the channel without I/O that they need. */
    @Benchmark
    public int netty() {
        EmbeddedChannel channel = new EmbeddedChannel(
                new HttpServerCodec(), new HttpObjectAggregator(65_536), new WebSocketServerProtocolHandler("/chat"));
        channel.writeInbound(Unpooled.wrappedBuffer(request));
        int parts = 0;
        for (Object part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            ReferenceCountUtil.release(part);
            parts++;
        }
        channel.finishAndReleaseAll();
        return parts;
    }

    /** Lets everybody in. */
    private record Accepting(ServerDriver driver) implements DriverListener {

        @Override
        public void onConnect(Request arrived) {
            driver.start();
        }
    }
}
