package dev.heddle.permessagedeflate;

import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses the messages of one connection. Source: RFC 7692 §7.2.1.
 *
 * <p>The JDK has no window size. A window of 2^w bytes, with w below 15, is kept to by a full flush after every 2^w bytes of
 * input at the latest, counted across messages: no reference reaches behind it.
 */
final class Compressor {

    /** What a flush ends with, and a message is sent without: {@code 00 00 ff ff}. */
    private static final int MARKER = 4;

    /** With less room than for a whole marker zlib may write it twice (zlib.h, deflate); more does no harm. */
    private static final int FLUSH_SPACE = 16;

    /**
     * What is shorter is sent compressed even if it grew by the few bytes of DEFLATE's own, as {@code Hello} in RFC 7692
     * §7.2.3.1 is: here the threshold alone decides.
     */
    private static final int SHORT = 64;

    private static final byte[] NO_INPUT = {};

    private final Codecs codecs;
    private final boolean takeover;
    private final int flushInterval;
    private final int leastToLeave;
    private @Nullable Deflater own;
    private int sinceFlush;

    Compressor(Codecs codecs, Promise agreed) {
        int window = WindowBits.bytes(agreed.windowBits());
        this.codecs = codecs;
        this.takeover = agreed.takeover();
        this.flushInterval = agreed.windowBits() < WindowBits.MOST ? window : Integer.MAX_VALUE;
        // Under takeover the compressor would forget; what is as long as the window has replaced all that it knew.
        this.leastToLeave = takeover ? window : SHORT;
    }

    /**
     * Compresses a message.
     *
     * @param data at least one byte; its position and limit stay
     * @return the compressed payload in memory of its own, or null if the message is to be sent as it is
     */
    @Nullable
    ByteBuffer compress(ByteBuffer data) {
        Deflater deflater = own;
        if (deflater == null) {
            deflater = codecs.deflater();
        }
        own = null;
        @Nullable Bytes output = null;
        boolean done = false;
        try {
            output = deflate(deflater, data);
            if (takeover && output != null) {
                // Else the compressor would hold on to the application's buffer.
                deflater.setInput(NO_INPUT);
            } else {
                deflater.reset();
                sinceFlush = 0;
            }
            done = true;
        } finally {
            if (!done) {
                deflater.end();
            }
        }
        keep(deflater);
        return output == null ? null : output.toBuffer();
    }

    private void keep(Deflater deflater) {
        if (takeover || !codecs.pooled()) {
            own = deflater;
        } else {
            codecs.release(deflater);
        }
    }

    /** Returns the compressed payload, or null as soon as it is clear that it is not worth it. */
    private @Nullable Bytes deflate(Deflater deflater, ByteBuffer data) {
        int length = data.remaining();
        int most = length < leastToLeave ? Bytes.MOST : Math.min(length, Bytes.MOST - FLUSH_SPACE) + MARKER;
        Bytes output = new Bytes(Math.min(length, length / 4 + SHORT) + FLUSH_SPACE);
        for (int position = data.position(); position < data.limit(); ) {
            int count = Math.min(data.limit() - position, flushInterval - sinceFlush);
            deflater.setInput(data.slice(position, count));
            position += count;
            boolean full = flushInterval < Integer.MAX_VALUE && (sinceFlush += count) == flushInterval;
            // A part ends where the message does or where the window does. Where both do, one flush serves for both.
            if (!flush(deflater, full ? Deflater.FULL_FLUSH : Deflater.SYNC_FLUSH, output, most)) {
                return null;
            }
            if (full) {
                sinceFlush = 0;
            }
        }
        output.advance(-MARKER);
        return output;
    }

    /** Writes all that there is, and tells whether it is less than the bound. */
    private static boolean flush(Deflater deflater, int mode, Bytes output, int most) {
        int idle = 0;
        while (true) {
            if (output.space() < FLUSH_SPACE) {
                output.grow(Bytes.MOST);
            }
            int space = output.space();
            int written = deflater.deflate(output.array(), output.length(), space, mode);
            output.advance(written);
            if (output.length() >= most) {
                return false;
            }
            boolean consumed = deflater.needsInput();
            if (consumed && written < space) {
                return true;
            }
            // The first call with a strategy only sets it; a second one without any progress would be for ever.
            if (written == 0 && !consumed && ++idle > 1) {
                throw new IllegalStateException("zlib takes no input");
            }
        }
    }

    /** Gives back what is native. */
    void close() {
        if (own != null) {
            own.reset();
            codecs.release(own);
            own = null;
        }
    }
}
