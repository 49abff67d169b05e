package dev.heddle.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;

/** Who sits at the other end of an {@link EmbeddedChannel}: its bytes as characters of ISO 8859-1. */
final class EmbeddedPeer {

    private EmbeddedPeer() {}

    /** Sends bytes to the channel; returns what it wrote since the last time. */
    static String say(EmbeddedChannel channel, String latin1) {
        channel.writeInbound(latin1(latin1));
        return answer(channel);
    }

    /** Returns what was written since the last time. */
    static String answer(EmbeddedChannel channel) {
        StringBuilder written = new StringBuilder();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            written.append(next.toString(StandardCharsets.ISO_8859_1));
            next.release();
        }
        return written.toString();
    }

    /** Returns a buffer of the bytes that these characters are. */
    static ByteBuf latin1(String text) {
        return Unpooled.buffer().writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
