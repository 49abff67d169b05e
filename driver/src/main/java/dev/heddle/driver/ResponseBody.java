package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the beginning of the body of a response that refuses a handshake, for who wants to know why. It is there to be read by
 * people: what breaks the grammar ends it, and is no error of its own. Source: RFC 9112 §6.3, §7.1.
 */
final class ResponseBody {

    /** How many bytes of a body are kept; behind them it is cut. */
    static final int LIMIT = 16 * 1024;

    /** So many digits of a length fit a long. */
    private static final int MOST_DIGITS = 18;

    private static final int MOST_HEX_DIGITS = 15;

    /** What comes next. */
    private enum Step {
        /** Bytes of a body that is not chunked. */
        CONTENT,
        SIZE,
        EXTENSION,
        SIZE_LF,
        CHUNK,
        CHUNK_CR,
        CHUNK_LF,
        DONE
    }

    private final int maxExtension;
    private Step step;
    /** How many bytes of the body or the chunk are still to come. */
    private long left;
    /** How many octets of a chunk's first line there were. */
    private int line;

    private byte[] bytes = {};
    private int length;

    private ResponseBody(Step first, long left, int maxExtension) {
        this.step = first;
        this.left = left;
        this.maxExtension = maxExtension;
    }

    /** Starts behind a response's head; the request's method was GET. */
    static ResponseBody of(ResponseHead head, Limits limits) {
        if (head.status() == 204 || head.status() == 304) {
            return of(Step.DONE, 0, limits);
        }
        String coding = head.headers().joined("Transfer-Encoding");
        if (coding != null) {
            return coded(coding, head.version(), limits);
        }
        String contentLength = head.headers().joined("Content-Length");
        if (contentLength == null) {
            // To the end of the connection.
            return of(Step.CONTENT, Long.MAX_VALUE, limits);
        }
        long known = lengthOf(contentLength);
        return of(known == 0 ? Step.DONE : Step.CONTENT, known, limits);
    }

    private static ResponseBody coded(String coding, String version, Limits limits) {
        if (version.equals("HTTP/1.0")) {
            // RFC 9112 §6.1: that version knows no codings, so nobody can say where this ends.
            return of(Step.DONE, 0, limits);
        }
        List<String> codings = Grammar.list(coding);
        boolean chunked = !codings.isEmpty() && codings.get(codings.size() - 1).equalsIgnoreCase("chunked");
        return chunked ? of(Step.SIZE, 0, limits) : of(Step.CONTENT, Long.MAX_VALUE, limits);
    }

    private static ResponseBody of(Step first, long left, Limits limits) {
        return new ResponseBody(first, left, limits.maxFieldLine());
    }

    /** Returns the length that a field says; 0 if it says none, or several. */
    private static long lengthOf(String field) {
        String only = null;
        for (String value : Grammar.list(field)) {
            if (only != null && !only.equals(value)) {
                return 0;
            }
            only = value;
        }
        return isLength(only) ? Long.parseLong(only) : 0;
    }

    private static boolean isLength(@Nullable String text) {
        return text != null && text.length() <= MOST_DIGITS && text.chars().allMatch(Grammar::isDigit);
    }

    /** Takes bytes, all of them; those behind the body are dropped. */
    void parse(ByteBuffer in) {
        while (in.hasRemaining() && step != Step.DONE) {
            if (step == Step.CONTENT || step == Step.CHUNK) {
                keep(in);
            } else {
                step = next(in.get() & 0xff);
            }
        }
        in.position(in.limit());
    }

    /** The connection has ended, and the body with it. */
    void end() {
        step = Step.DONE;
    }

    /** Tells whether the body is whole, or cut. */
    boolean isDone() {
        return step == Step.DONE;
    }

    /** Returns a copy of what has come. */
    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void keep(ByteBuffer in) {
        int count = (int) Math.min(Math.min(in.remaining(), LIMIT - length), left);
        if (bytes.length < length + count) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, Math.min(2 * bytes.length, LIMIT)));
        }
        in.get(bytes, length, count);
        length += count;
        left -= count;
        if (length == LIMIT) {
            step = Step.DONE;
        } else if (left == 0) {
            step = step == Step.CHUNK ? Step.CHUNK_CR : Step.DONE;
        }
    }

    /** Returns what comes behind an octet between chunks; nothing more if it is none that may stand there. */
    private Step next(int octet) {
        return switch (step) {
            case SIZE -> size(octet);
            case EXTENSION -> extension(octet);
            // What is behind the last chunk tells nothing about why.
            case SIZE_LF -> octet == '\n' && left > 0 ? Step.CHUNK : Step.DONE;
            case CHUNK_CR -> octet == '\r' ? Step.CHUNK_LF : Step.DONE;
            case CHUNK_LF -> {
                line = 0;
                yield octet == '\n' ? Step.SIZE : Step.DONE;
            }
            case CONTENT, CHUNK, DONE -> throw new AssertionError(step);
        };
    }

    private Step size(int octet) {
        if (Grammar.isHexDigit(octet) && line < MOST_HEX_DIGITS) {
            line++;
            left = 16 * left + Character.digit(octet, 16);
            return Step.SIZE;
        }
        if (line == 0) {
            return Step.DONE;
        }
        return octet == ';' ? Step.EXTENSION : octet == '\r' ? Step.SIZE_LF : Step.DONE;
    }

    private Step extension(int octet) {
        if (octet == '\r') {
            return Step.SIZE_LF;
        }
        return Grammar.isFieldValueChar(octet) && ++line < maxExtension ? Step.EXTENSION : Step.DONE;
    }
}
