package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects the beginning of the body of a response that refuses a handshake, for who wants to know why. It is there to be read by
 * people: what breaks the grammar ends it, and is no error of its own.
 */
final class ResponseBody {

    /** How many bytes of a body are kept; behind them it is cut. */
    static final int LIMIT = 16 * 1024;

    /** Null once the body is whole, or cut. */
    private @Nullable ResponseContent content;

    private byte[] bytes = {};
    private int length;

    /** Starts behind a response's head; what counts for the request is that it was no HEAD. */
    ResponseBody(ResponseHead head, Limits limits) {
        try {
            content = ResponseContent.of(head, "GET", limits);
            finish();
        } catch (ViolationException e) {
            // Nobody can say where it ends: nothing is kept of it.
            content = null;
        }
    }

    /** Takes bytes, all of them; those behind the body are dropped. */
    void parse(ByteBuffer in) {
        if (content != null) {
            try {
                content.parse(in, this::keep);
                finish();
            } catch (ViolationException e) {
                content = null;
            }
        }
        in.position(in.limit());
    }

    /** The connection has ended, and the body with it. */
    void end() {
        content = null;
    }

    /** Tells whether the body is whole, or cut. */
    boolean isDone() {
        return content == null;
    }

    /** Returns a copy of what has come. */
    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void finish() {
        // The fields behind the last chunk tell nothing about why.
        if (length == LIMIT || content != null && content.isWhole()) {
            content = null;
        }
    }

    private void keep(ByteBuffer piece) {
        int count = Math.min(piece.remaining(), LIMIT - length);
        if (bytes.length < length + count) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, Math.min(2 * bytes.length, LIMIT)));
        }
        piece.get(bytes, length, count);
        length += count;
    }
}
