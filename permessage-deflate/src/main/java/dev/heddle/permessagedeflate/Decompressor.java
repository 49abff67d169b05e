package dev.heddle.permessagedeflate;

import dev.heddle.extensions.ExtensionException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses the messages of one connection. Source: RFC 7692 §7.2.2.
 *
 * <p>Behind each payload comes, besides what its sender took away, a final block without content. A whole payload then ends
 * the stream exactly there; one that was cut does not. So each message is a stream of its own that starts with what the
 * history knows, and zlib carries nothing from one to the next.
 */
final class Decompressor {

    /** What the sender took away (§7.2.1), then an empty final block. */
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff, 3, 0};

    private static final int LONGEST_STEP = 64 * 1024;
    private static final int FIRST_CAPACITY = 64;

    /**
     * A final block inside a payload makes zlib start again with 32 KiB of history, about two microseconds of work, for as few
     * as two bytes (§7.2.3.4 has one in a message). So many are taken in any message, and one more for each {@link
     * #PAYLOAD_PER_FINAL_BLOCK} bytes of its payload: then the work stays in proportion to what was sent.
     */
    static final int FINAL_BLOCKS = 4;

    static final int PAYLOAD_PER_FINAL_BLOCK = 128;

    private final Codecs codecs;
    private final int maxLength;
    private final @Nullable History history;
    private @Nullable Inflater own;

    /**
     * Makes the decompressor of one connection.
     *
     * @param agreed what the peer has promised, whatever this side does
     * @param maxLength the most bytes of a message
     */
    Decompressor(Codecs codecs, Promise agreed, int maxLength) {
        this.codecs = codecs;
        this.maxLength = maxLength;
        this.history = agreed.takeover() ? new History(WindowBits.bytes(agreed.windowBits())) : null;
    }

    /**
     * Decompresses a message; after a failure the connection can not go on.
     *
     * @param payload what came from the peer; its position moves
     * @return the message in memory of its own
     */
    ByteBuffer decompress(ByteBuffer payload) throws ExtensionException {
        Inflater inflater = own;
        if (inflater == null) {
            inflater = codecs.inflater();
        }
        own = null;
        Bytes output;
        boolean done = false;
        try {
            output = inflate(inflater, payload);
            // Also lets go of the payload, which is lent.
            inflater.reset();
            done = true;
        } catch (DataFormatException e) {
            // What zlib says about it differs from one version to the next.
            throw ExtensionException.invalidData("Invalid DEFLATE data", e);
        } finally {
            if (!done) {
                inflater.end();
            }
        }
        if (codecs.pooled()) {
            codecs.release(inflater);
        } else {
            own = inflater;
        }
        if (history != null) {
            history.append(output.array(), output.length());
        }
        return output.toBuffer();
    }

    private Bytes inflate(Inflater inflater, ByteBuffer payload) throws DataFormatException, ExtensionException {
        int finalBlocks = FINAL_BLOCKS + payload.remaining() / PAYLOAD_PER_FINAL_BLOCK;
        int most = (int) Math.min(maxLength + 1L, Bytes.MOST);
        long guess = Math.max(FIRST_CAPACITY, 2L * payload.remaining());
        Bytes output = new Bytes((int) Math.min(most, Math.min(guess, LONGEST_STEP)));
        if (history != null) {
            history.load(inflater);
        }
        inflater.setInput(payload);
        while (!isDrained(inflater, output, most)) {
            if (output.length() == most) {
                throw ExtensionException.tooLarge("Message is too large when it is inflated");
            }
            if (inflater.finished()) {
                if (--finalBlocks < 0) {
                    throw ExtensionException.invalidData("Too many final DEFLATE blocks in a message", null);
                }
                startAgain(inflater, payload, output);
            }
        }
        if (!endsWithTail(inflater, output, most)) {
            throw ExtensionException.invalidData("Compressed message is cut short", null);
        }
        return output;
    }

    /** Tells whether the payload was whole: what had not come to its end takes the tail as content, or waits for more. */
    private static boolean endsWithTail(Inflater inflater, Bytes output, int most) {
        int length = output.length();
        inflater.setInput(TAIL);
        boolean drained = false;
        try {
            while (!drained && !inflater.finished() && output.length() == length) {
                drained = isDrained(inflater, output, most);
            }
        } catch (DataFormatException e) {
            // The tail makes no sense where the payload has stopped.
            return false;
        }
        return inflater.finished() && inflater.getRemaining() == 0 && output.length() == length;
    }

    /** Inflates one step, and tells whether the input so far gives no more. */
    private static boolean isDrained(Inflater inflater, Bytes output, int most) throws DataFormatException {
        if (output.space() == 0) {
            output.grow(most);
        }
        int space = Math.min(output.space(), LONGEST_STEP);
        int written = inflater.inflate(output.array(), output.length(), space);
        output.advance(written);
        if (inflater.finished()) {
            return false;
        }
        // With the room used up there can be more to come from input that is taken already.
        if (written < space && inflater.needsInput()) {
            return true;
        }
        if (written == 0) {
            throw new DataFormatException("no progress");
        }
        return false;
    }

    /** Goes on behind a final block; the window reaches over it (§7.2.3.4). */
    private void startAgain(Inflater inflater, ByteBuffer payload, Bytes output) {
        inflater.reset();
        int count = Math.min(output.length(), WindowBits.bytes(WindowBits.MOST));
        if (history != null && count < WindowBits.bytes(WindowBits.MOST)) {
            history.load(inflater);
        }
        if (count > 0) {
            inflater.setDictionary(output.array(), output.length() - count, count);
        }
        // zlib has moved its position to what comes behind the block.
        inflater.setInput(payload);
    }

    /** Gives back what is native. */
    void close() {
        if (own != null) {
            codecs.release(own);
            own = null;
        }
        if (history != null) {
            history.clear();
        }
    }
}
