package dev.heddle.permessagedeflate;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Compresses the messages of one connection, or tells that one had better stay as it is. Source: RFC 7692 §7.2.1. */
final class Compressor {

    /**
     * What is shorter is sent compressed even if it grew by the few bytes of DEFLATE's own, as {@code Hello} in RFC 7692
     * §7.2.3.1 is: here the threshold alone decides.
     */
    private static final int SHORT = 64;

    private final Codecs codecs;
    private final Promise agreed;
    private final int leastToLeave;
    private @Nullable Encoder own;
    /** Whether the next message refers to none before it. */
    private boolean fresh;

    Compressor(Codecs codecs, Promise agreed) {
        this.codecs = codecs;
        this.agreed = agreed;
        // Under takeover the compressor would forget; what is as long as the window has replaced all that it knew.
        this.leastToLeave = agreed.takeover() ? WindowBits.bytes(agreed.windowBits()) : SHORT;
    }

    /**
     * Compresses a message.
     *
     * @param data at least one byte; its position and limit stay
     * @return the compressed payload in memory of its own, or null if the message is to be sent as it is
     */
    @Nullable
    ByteBuffer compress(ByteBuffer data) {
        int length = data.remaining();
        Encoder encoder = own;
        if (encoder == null) {
            encoder = codecs.encoder();
            fresh = true;
        }
        if (fresh) {
            encoder.begin(agreed.windowBits());
        }
        // One that failed half way would refer to what the peer never got.
        own = null;
        Bytes output = new Bytes(Math.min(length, length / 4 + SHORT) + BitWriter.SLACK);
        encoder.encode(data, output);
        boolean leave = length >= leastToLeave && output.length() >= length;
        fresh = leave || !agreed.takeover();
        if (!agreed.takeover() && codecs.pooled()) {
            codecs.release(encoder);
        } else {
            own = encoder;
        }
        return leave ? null : output.toBuffer();
    }

    /** Gives back what could serve another connection. */
    void close() {
        if (own != null) {
            codecs.release(own);
            own = null;
        }
    }
}
