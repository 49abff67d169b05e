package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.WebSocketOptions;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class Http2TransportTest {

    private static final int MESSAGE = 1000;

    /** What was written, and is not on the network before it is taken from here. */
    private final List<Runnable> held = new ArrayList<>();

    private final EmbeddedChannel stream = new EmbeddedChannel(new ChannelOutboundHandlerAdapter() {

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            held.add(() -> context.writeAndFlush(message, promise));
        }
    });

    private final Http2Transport transport =
            new Http2Transport(stream, NettyTransport.watermarks(WebSocketOptions.defaults()));

    @Test
    void manyMessagesShareAFrameThoughTheLastFrameIsOnItsWay() {
        write(8);
        int frames = held.size();
        assertThat(transport.pendingBytes()).isEqualTo(8 * MESSAGE);
        write(8);
        assertThat(held).as("one more frame").hasSize(frames + 1);
        held.forEach(Runnable::run);
        assertThat(transport.pendingBytes()).isZero();
        stream.finishAndReleaseAll();
    }

    private void write(int messages) {
        for (int i = 0; i < messages; i++) {
            transport.claim(MESSAGE).put(new byte[MESSAGE]);
        }
        transport.flush();
    }
}
