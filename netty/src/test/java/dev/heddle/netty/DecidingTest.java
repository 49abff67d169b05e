package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("SEC-24")
class DecidingTest {

    private static final int MOST = 1000;

    private final Deciding deciding = new Deciding(
            new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"),
            Request.of("GET", "/", Headers.empty()),
            MOST);

    @Test
    void heldBytesGoOnInTheirOrder() {
        ChannelInboundHandlerAdapter place = new ChannelInboundHandlerAdapter();
        EmbeddedChannel channel = new EmbeddedChannel(place);
        ByteBuf first = Unpooled.buffer().writeByte(1);
        ByteBuf second = Unpooled.buffer().writeByte(2);
        assertThat(deciding.hadBytes()).isFalse();
        assertThat(deciding.add(first)).isTrue();
        assertThat(deciding.add(second)).isTrue();
        deciding.passOn(channel.pipeline().context(place));
        assertThat(deciding.isOver()).isTrue();
        assertThat(deciding.hadBytes()).isTrue();
        assertThat(channel.<ByteBuf>readInbound()).isSameAs(first);
        assertThat(channel.<ByteBuf>readInbound()).isSameAs(second);
        first.release();
        second.release();
        assertThat(channel.finish()).isFalse();
    }

    @Test
    void moreThanTheBoundIsToldAndDropped() {
        ByteBuf most = Unpooled.buffer().writeZero(MOST);
        ByteBuf more = Unpooled.buffer().writeByte(1);
        assertThat(deciding.add(most)).isTrue();
        assertThat(deciding.add(more)).isFalse();
        deciding.drop();
        assertThat(deciding.isOver()).isTrue();
        assertThat(most.refCnt()).isZero();
        assertThat(more.refCnt()).isZero();
    }
}
