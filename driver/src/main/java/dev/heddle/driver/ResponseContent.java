package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds the content of a response in what follows its head, and its end. Source: RFC 9112 §6.3, §7.1. */
final class ResponseContent {

    /** So many digits of a length fit a long. */
    private static final int MOST_DIGITS = 18;

    private static final int MOST_HEX_DIGITS = 15;

    private static final String CHUNKED = "chunked";

    /** What comes next. */
    private enum Step {
        /** Bytes of a content that is not chunked. */
        CONTENT,
        /** The same up to the end of the connection. */
        TO_END,
        SIZE,
        EXTENSION,
        SIZE_LF,
        CHUNK,
        CHUNK_CR,
        CHUNK_LF,
        TRAILERS,
        DONE
    }

    private final Limits limits;
    private Step step;
    /** How many bytes of the content or the chunk are still to come. */
    private long left;
    /** How many octets of a chunk's first line there were. */
    private int line;
    /** Null until the last chunk has come. */
    private @Nullable HttpHead trailers;

    private ResponseContent(Step first, long left, Limits limits) {
        this.step = first;
        this.left = left;
        this.limits = limits;
    }

    /**
     * Starts behind a response's head.
     *
     * @param method of the request
     * @throws ViolationException if the head does not say clearly how long the content is
     */
    static ResponseContent of(ResponseHead head, String method, Limits limits) throws ViolationException {
        int status = head.status();
        boolean tunnel = method.equals("CONNECT") && status / 100 == 2;
        if (tunnel || method.equals("HEAD") || status / 100 == 1 || status == 204 || status == 304) {
            return new ResponseContent(Step.DONE, 0, limits);
        }
        String coding = head.headers().joined("Transfer-Encoding");
        String contentLength = head.headers().joined("Content-Length");
        if (coding != null) {
            if (contentLength != null) {
                throw ViolationException.of(Violation.CONTENT_TWO_LENGTHS);
            }
            return new ResponseContent(coded(coding, head.version()), 0, limits);
        }
        if (contentLength == null) {
            return new ResponseContent(Step.TO_END, 0, limits);
        }
        long known = lengthOf(contentLength);
        return new ResponseContent(known == 0 ? Step.DONE : Step.CONTENT, known, limits);
    }

    private static Step coded(String field, String version) throws ViolationException {
        if (version.equals("HTTP/1.0")) {
            // RFC 9112 §6.1: that version knows no codings, so nobody can say where this ends.
            throw ViolationException.of(Violation.TRANSFER_CODING_VERSION);
        }
        List<String> codings = Grammar.list(field);
        int last = codings.size() - 1;
        if (last < 0
                || codings.subList(0, last).stream().anyMatch(ResponseContent::isChunked)
                || hasParameters(codings.get(last))) {
            throw ViolationException.of(Violation.TRANSFER_CODING, Grammar.quote(field));
        }
        return codings.get(last).equalsIgnoreCase(CHUNKED) ? Step.SIZE : Step.TO_END;
    }

    private static boolean isChunked(String coding) {
        int parameters = coding.indexOf(';');
        return Grammar.trim(parameters < 0 ? coding : coding.substring(0, parameters))
                .equalsIgnoreCase(CHUNKED);
    }

    /** Tells whether a coding is chunked with parameters, which it has none of. Source: RFC 9112 §7.1. */
    private static boolean hasParameters(String coding) {
        return isChunked(coding) && !coding.equalsIgnoreCase(CHUNKED);
    }

    /** Returns the length that a field says, once or several times, as a proxy may have joined them. Source: RFC 9110 §8.6. */
    private static long lengthOf(String field) throws ViolationException {
        List<String> values = Grammar.members(field).stream().distinct().toList();
        if (values.size() != 1 || !isLength(values.get(0))) {
            throw ViolationException.of(Violation.CONTENT_LENGTH, MOST_DIGITS, Grammar.quote(field));
        }
        return Long.parseLong(values.get(0));
    }

    private static boolean isLength(String text) {
        return !text.isEmpty() && text.length() <= MOST_DIGITS && text.chars().allMatch(Grammar::isDigit);
    }

    /**
     * Takes bytes up to the end of the response, and leaves what is behind it.
     *
     * @param sink takes each piece of the content: the buffer itself, with position and limit set around it
     */
    void parse(ByteBuffer in, Consumer<? super ByteBuffer> sink) throws ViolationException {
        while (in.hasRemaining() && step != Step.DONE) {
            switch (step) {
                case CONTENT, TO_END, CHUNK -> lend(in, sink);
                case TRAILERS -> {
                    if (trailers != null && trailers.parse(in)) {
                        step = Step.DONE;
                    }
                }
                default -> step = next(in.get() & 0xff);
            }
        }
    }

    /** The connection has ended. */
    void end() throws ViolationException {
        if (step != Step.TO_END && step != Step.DONE) {
            throw ViolationException.of(Violation.RESPONSE_ENDED);
        }
        step = Step.DONE;
    }

    /** Tells whether the response is whole. */
    boolean isDone() {
        return step == Step.DONE;
    }

    /** Tells whether no more of the content comes, be it that fields still follow it. */
    boolean isWhole() {
        return step == Step.DONE || step == Step.TRAILERS;
    }

    private void lend(ByteBuffer in, Consumer<? super ByteBuffer> sink) {
        int limit = in.limit();
        int end = limit;
        if (step != Step.TO_END) {
            int count = (int) Math.min(in.remaining(), left);
            end = in.position() + count;
            left -= count;
            if (left == 0) {
                step = step == Step.CHUNK ? Step.CHUNK_CR : Step.DONE;
            }
        }
        try {
            sink.accept(in.limit(end));
        } finally {
            in.limit(limit).position(end);
        }
    }

    /** Returns what comes behind an octet between chunks. */
    private Step next(int octet) throws ViolationException {
        return switch (step) {
            case SIZE -> size(octet);
            case EXTENSION -> extension(octet);
            case SIZE_LF -> {
                expect('\n', octet, "LF behind the CR of a chunk's first line");
                if (left > 0) {
                    yield Step.CHUNK;
                }
                trailers = HttpHead.trailers(limits);
                yield Step.TRAILERS;
            }
            case CHUNK_CR -> {
                expect('\r', octet, "CR behind the bytes of a chunk");
                yield Step.CHUNK_LF;
            }
            case CHUNK_LF -> {
                expect('\n', octet, "LF behind the CR of a chunk");
                line = 0;
                yield Step.SIZE;
            }
            case CONTENT, TO_END, CHUNK, TRAILERS, DONE -> throw new AssertionError(step);
        };
    }

    private Step size(int octet) throws ViolationException {
        if (Grammar.isHexDigit(octet)) {
            if (++line > MOST_HEX_DIGITS) {
                throw ViolationException.of(Violation.CHUNK_TOO_LARGE, MOST_HEX_DIGITS);
            }
            // Nothing is left of the chunk before.
            left = 16 * left + Character.digit(octet, 16);
            return Step.SIZE;
        }
        if (line == 0) {
            throw ViolationException.of(Violation.MALFORMED_CHUNK, octet, "a hexadecimal digit of its size");
        }
        if (octet == ';') {
            return Step.EXTENSION;
        }
        expect('\r', octet, "CR or a semicolon behind its size");
        return Step.SIZE_LF;
    }

    private Step extension(int octet) throws ViolationException {
        if (octet == '\r') {
            return Step.SIZE_LF;
        }
        if (!Grammar.isFieldValueChar(octet)) {
            throw ViolationException.of(Violation.MALFORMED_CHUNK, octet, "a character of its extension, or CR");
        }
        if (++line == limits.maxFieldLine()) {
            throw ViolationException.limit(Violation.CHUNK_LINE_TOO_LONG, "maxFieldLine", limits.maxFieldLine());
        }
        return Step.EXTENSION;
    }

    private static void expect(int expected, int octet, String what) throws ViolationException {
        if (octet != expected) {
            throw ViolationException.of(Violation.MALFORMED_CHUNK, octet, what);
        }
    }
}
